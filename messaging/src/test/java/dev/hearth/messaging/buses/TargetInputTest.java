package dev.hearth.messaging.buses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.delivery.TargetInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The rules of "Amazon EventBridge input transformation".
class TargetInputTest {
  private static final String EVENT =
      """
      {"version":"0","id":"7bf7","detail-type":"EC2 Instance State-change Notification",
       "source":"aws.ec2","account":"123456789012","time":"2015-11-11T21:29:54Z",
       "region":"us-east-1","resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
       "detail":{"instance-id":"i-0123456789","state":"RUNNING","n":7,"tags":[{"k":"a"},{"k":"b"}],
                 "quote":"say \\"hi\\""}}
      """;

  private static final RuleReference RULE =
      new RuleReference(
          new BusReference(new AccountId("123456789012"), new Region("us-east-1"), "default"), "r");

  private static String input(Target target) {
    TargetInput.check(target);
    var event =
        BusEvent.read(
            EVENT.getBytes(StandardCharsets.UTF_8),
            Instant.parse("2026-01-01T00:00:00Z"),
            null,
            false);
    return TargetInput.of(target, RULE, event).text();
  }

  private static String transformed(Map<String, String> paths, String template) {
    return input(
        Target.builder()
            .id("t")
            .inputTransformer(t -> t.inputPathsMap(paths).inputTemplate(template))
            .build());
  }

  private static final Map<String, String> PATHS =
      Map.of(
          "instance", "$.detail.instance-id",
          "state", "$.detail.state",
          "n", "$.detail.n",
          "detail", "$.detail",
          "first", "$.detail.tags[0]",
          "all", "$.detail.tags[*].k",
          "quote", "$.detail.quote",
          "none", "$.detail.none");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "instance <instance> is in <state>"      | "instance i-0123456789 is in RUNNING"
          {"instance":<instance>,"state":"<state>"} | {"instance":"i-0123456789","state":"RUNNING"}
          {"n":<n>,"text":"n is <n>"}              | {"n":7,"text":"n is 7"}
          {"first":<first>}                        | {"first":{"k":"a"}}
          {"text":"first is <first>"}              | {"text":"first is {k:a}"}
          {"all":<all>}                            | {"all":["a","b"]}
          {"text":"[<none>]"}                      | {"text":"[]"}
          {"text":"<quote>"}                       | {"text":"say \\"hi\\""}
          {"rule":<aws.events.rule-name>}          | {"rule":"r"}
          {"at":<aws.events.event.ingestion-time>} | {"at":"2026-01-01T00:00:00Z"}
          <instance> is in <state>                 | "i-0123456789 is in RUNNING"
          <n>                                      | 7
          {"a":"<unknown>","b":"a < b"}            | {"a":"","b":"a < b"}
          """)
  void aTemplateIsFilledInAsAwsSays(String template, String expected) {
    assertThat(transformed(PATHS, template)).isEqualTo(expected);
  }

  @Test
  void theWholeEventCanBeAValue() {
    assertThat(transformed(Map.of(), "{\"e\":<aws.events.event>}"))
        .startsWith("{\"e\":{\"version\":\"0\"")
        .doesNotContain("detail\":{");
    assertThat(transformed(Map.of(), "{\"e\":<aws.events.event.json>}"))
        .contains("\"detail\":{\"instance-id\"");
  }

  @Test
  void whatMakesNoJsonOfAnEventIsRefusedThen() {
    assertThatThrownBy(() -> transformed(PATHS, "{\"a\":<none>}")).hasMessageContaining("no JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          $                          | {"version"
          $.detail.state             | "RUNNING"
          $['detail']['state']       | "RUNNING"
          $.detail.tags[1].k         | "b"
          $.detail.none              | null
          """)
  void aPathTakesAPartOfTheEvent(String path, String start) {
    assertThat(input(Target.builder().id("t").inputPath(path).build())).startsWith(start);
  }

  @Test
  void settingsThatCouldMakeNothingAreRefused() {
    assertThatThrownBy(() -> input(Target.builder().id("t").input("{").build()))
        .hasMessageContaining("JSON syntax error in input for target t");
    assertThatThrownBy(() -> input(Target.builder().id("t").inputPath("detail").build()))
        .hasMessageContaining("Not a JSON path");
    assertThatThrownBy(() -> input(Target.builder().id("t").input("{}").inputPath("$").build()))
        .hasMessageContaining("Only one of Input, InputPath, or InputTransformer");
    assertThatThrownBy(() -> transformed(Map.of("aws.x", "$.id"), "<aws.x>"))
        .hasMessageContaining("cannot start with AWS.");
  }
}
