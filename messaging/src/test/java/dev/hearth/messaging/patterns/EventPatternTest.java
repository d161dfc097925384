package dev.hearth.messaging.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static boolean matches(String pattern, String event) throws Exception {
    return EventPattern.compile(pattern).matches(JSON.readTree(event));
  }

  private static void isRefused(String pattern, String why) {
    assertThatExceptionOfType(InvalidPatternException.class)
        .isThrownBy(() -> EventPattern.compile(pattern))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":["x"]}                                | {"a":"x","b":1}     | true
          {"a":["x","y"]}                            | {"a":"y"}           | true
          {"a":["x"]}                                | {"a":"z"}           | false
          {"a":[null]}                               | {"a":null}          | true
          {"a":[""]}                                 | {"a":""}            | true
          {"a":["x"],"b":["y"]}                      | {"a":"x"}           | false
          {"$or":[{"a":["x"]},{"b":["y"]}]}          | {"b":"y"}           | true
          {"a":[{"anything-but":["x"]}]}             | {"a":"y"}           | true
          {"a":[{"prefix":"ab"}]}                    | {"a":"abc"}         | true
          {"a":[{"suffix":"bc"}]}                    | {"a":"abc"}         | true
          {"a":[{"equals-ignore-case":"AB"}]}        | {"a":"ab"}          | true
          {"a":[{"exists":true}]}                    | {"a":1}             | true
          {"a":[{"exists":false}]}                   | {"b":1}             | true
          {"a":[{"numeric":[">",1,"<=",5]}]}         | {"a":5}             | true
          {"a":[{"numeric":[">",1,"<=",5]}]}         | {"a":5.5}           | false
          {"a":{"b":["x"]}}                          | {"a":{"b":"x"}}     | true
          {"a":{"b":["x"]}}                          | {"a":"x"}           | false
          {"a":["x"]}                                | {"a":["w","x"]}     | true
          {"a":["x"]}                                | ["x"]               | false
          """)
  void matchesAsEventBridgeSays(String pattern, String event, boolean expected) throws Exception {
    assertThat(matches(pattern, event)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "\"text\"",
        "{}",
        "{\"a\":\"x\"}",
        "{\"a\":[]}",
        "{\"a\":[{\"nonesuch\":1}]}",
        "{\"a\":[{\"numeric\":[\"~\",1]}]}",
        "{\"a\":[\"x\"],\"a\":[\"y\"]}",
        "{\"a\":[\"x\"]} more"
      })
  void whatIsNoPatternIsRefused(String pattern) {
    isRefused(pattern, "");
  }

  @Test
  void aPatternThatStandsForTooManyIsRefusedBeforeItIsCompiled() {
    var fields =
        IntStream.range(0, 60)
            .mapToObj(i -> "\"f" + i + "\":{\"$or\":[{\"a\":[1]},{\"b\":[1]}]}")
            .collect(Collectors.joining(",", "{", "}"));
    isRefused(fields, "more than 1000 combinations");
  }

  @Test
  void aPatternThatNestsTooDeepIsRefused() {
    isRefused("{\"a\":".repeat(500) + "[1]" + "}".repeat(500), "nesting depth");
  }

  @Test
  void aPatternOfManyWildcardsIsRefused() {
    isRefused("{\"a\":[{\"wildcard\":\"" + "*a".repeat(300) + "*\"}]}", "too complex");
  }

  @Test
  void longArraysInManyFieldsAreMatchedFieldByField() throws Exception {
    var values =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"x" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    var event = "{\"a\":%1$s,\"b\":%1$s,\"c\":%1$s,\"d\":%1$s}".formatted(values);
    var pattern =
        "{\"a\":[{\"prefix\":\"x\"}],\"b\":[{\"prefix\":\"x\"}],\"c\":[{\"prefix\":\"x\"}],\"d\":[\"%s\"]}";

    assertThat(matches(pattern.formatted("x7"), event)).isTrue();
    assertThat(matches(pattern.formatted("y"), event)).isFalse();
  }
}
