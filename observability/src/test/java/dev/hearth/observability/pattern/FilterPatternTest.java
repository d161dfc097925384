package dev.hearth.observability.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {
  private static final String ACCESS =
      "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

  private static final String JSON =
      """
      {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value",
      "another value"], "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
      "SomeObject": null, "ThisFlag": true, "n": 12.0, "big": 1.5e3, "text": "12", "a b": {"c": 1}}
      """;

  private static boolean matches(String pattern, String message) {
    return FilterPattern.parse(pattern).matches(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void anEmptyPatternTakesEverything(String pattern) {
    assertThat(matches(pattern, "anything")).isTrue();
    assertThat(matches(pattern, "")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          ERROR                    ~ [ERROR 400] BAD REQUEST              ~ true
          error                    ~ [ERROR 400] BAD REQUEST              ~ false
          ERROR ARGUMENTS          ~ [ERROR 419] MISSING ARGUMENTS        ~ true
          ERROR ARGUMENTS          ~ [ERROR 400] BAD REQUEST              ~ false
          ?ERROR ?ARGUMENTS        ~ [WARN] INVALID ARGUMENTS             ~ true
          ?ERROR ?ARGUMENTS        ~ [INFO] fine                          ~ false
          ERROR -ARGUMENTS         ~ [ERROR 419] MISSING ARGUMENTS        ~ false
          ERROR -ARGUMENTS         ~ [ERROR 401] UNAUTHORIZED             ~ true
          -ERROR                   ~ [INFO] fine                          ~ true
          "INTERNAL SERVER ERROR"  ~ [ERROR 500] INTERNAL SERVER ERROR    ~ true
          "INTERNAL  SERVER ERROR" ~ [ERROR 500] INTERNAL SERVER ERROR    ~ false
          "say \\"hi\\""           ~ they say "hi" there                  ~ true
          -"a phrase" rest         ~ rest without                         ~ true
          ERROR ?ARGUMENTS         ~ [ERROR 400] BAD REQUEST              ~ true
          %AUTHORIZED%             ~ [ERROR 401] UNAUTHORIZED REQUEST     ~ true
          %4[0-9]{2}%              ~ status 404                           ~ true
          %^4[0-9]{2}$%            ~ status 404                           ~ false
          %a\\x28b%                ~ xa(b                                 ~ true
          ?%x+y% ?z                ~ axxyb                                ~ true
          """)
  void termsMatchAsDocumented(String pattern, String message, boolean expected) {
    assertThat(matches(pattern, message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          { $.eventType = "UpdateTrail" }                            ~ true
          { $.eventType = UpdateTrail }                              ~ true
          {$.eventType="UpdateTrail"}                                ~ true
          { $.eventType = "update*" }                                ~ false
          { $.eventType = "Update*" }                                ~ true
          { $.eventType = "*" }                                      ~ true
          { $.eventType = %^Up.*l$% }                                ~ true
          { $.eventType != "Other" }                                 ~ true
          { $.missing != "Other" }                                   ~ false
          { $.sourceIPAddress != 123.123.* }                         ~ true
          { $.sourceIPAddress = 111.111.* }                          ~ true
          { $.arrayKey[0] = "value" }                                ~ true
          { $.arrayKey[1] = "value" }                                ~ false
          { $.arrayKey[7] = "value" }                                ~ false
          { $.arrayKey[*] = "another value" }                        ~ true
          { $.objectList[1].id = 2 }                                 ~ true
          { $.objectList[*].id > 1 }                                 ~ true
          { $.objectList[*].id > 2 }                                 ~ false
          { $.SomeObject IS NULL }                                   ~ true
          { $.eventType IS NULL }                                    ~ false
          { $.missing IS NULL }                                      ~ false
          { $.SomeOtherObject NOT EXISTS }                           ~ true
          { $.SomeObject NOT EXISTS }                                ~ false
          { $.ThisFlag IS TRUE }                                     ~ true
          { $.ThisFlag IS FALSE }                                    ~ false
          { $.n = 12 }                                               ~ true
          { $.n >= 12 }                                              ~ true
          { $.n < 12 }                                               ~ false
          { $.n != 12 }                                              ~ false
          { $.big = 1500 }                                           ~ true
          { $.big > 1e3 }                                            ~ true
          { $.n > -1.5e+2 }                                          ~ true
          { $.eventType > 1 }                                        ~ false
          { $['a b'].c = 1 }                                         ~ true
          { $.eventType = "x" || $.n = 12 }                          ~ true
          { $.eventType = "x" && $.n = 12 }                          ~ false
          { $.eventType = "x" || $.n = 12 && $.ThisFlag IS FALSE }   ~ false
          { ($.eventType = "x" || $.n = 12) && $.ThisFlag IS TRUE }  ~ true
          { (($.n = 12)) }                                           ~ true
          """)
  void jsonPropertiesMatchAsDocumented(String pattern, boolean expected) {
    assertThat(matches(pattern, JSON)).isEqualTo(expected);
  }

  @Test
  void aJsonPatternTakesNoOtherText() {
    assertThat(matches("{ $.a NOT EXISTS }", "plain text")).isFalse();
    assertThat(matches("{ $.a NOT EXISTS }", "{ broken")).isFalse();
    assertThat(matches("{ $.a NOT EXISTS }", "{" + "\"b\":{".repeat(5_000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          [ip, user, username, timestamp, request, status_code, bytes]                   ~ true
          [ip, user, username, timestamp, request, status_code]                          ~ false
          [ip, user, username, timestamp, request, status_code, bytes, more]             ~ false
          [ip, user, username, timestamp, request, status_code = 4*, bytes > 1000]       ~ true
          [ip, user, username, timestamp, request, status_code = 4*, bytes < 1000]       ~ false
          [ip, user, username, timestamp, request = *.html*, status_code, bytes]         ~ true
          [ip, user, username, timestamp, request = "GET *", status_code, bytes]         ~ true
          [ip, ..., status_code = 404, bytes]                                            ~ true
          [..., bytes >= 1534]                                                           ~ true
          [ip = 127.0.0.1, ...]                                                          ~ true
          [ip != 127.0.0.1, ...]                                                         ~ false
          [ip = %127\\.0\\.0\\.[0-9]%, ...]                                              ~ true
          [..., status_code = 200 || status_code = 404, bytes]                           ~ true
          [..., status_code >= 400 && status_code < 404, bytes]                          ~ false
          [, user = Prod, ...]                                                           ~ true
          [..., time = "10/Oct/2000:13:25:15 -0700", , , ]                               ~ true
          """)
  void fieldsMatchAsDocumented(String pattern, boolean expected) {
    assertThat(matches(pattern, ACCESS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo/bar",
        "a@b.c",
        "\"open",
        "\"\"",
        "?",
        "%(group)%",
        "%something!%",
        "%[%",
        "%open",
        "{ $.a }",
        "{ $.a = 1",
        "{ $.a = 1 } x",
        "{ $.a > x }",
        "{ $.a IS MAYBE }",
        "{ $. = 1 }",
        "{ $.a[x] = 1 }",
        "{ ($.a = 1 }",
        "{}",
        "[a, b",
        "[..., a, ...]",
        "[= 1]",
      })
  void whatIsNotOfTheSyntaxIsRefused(String pattern) {
    assertThatThrownBy(() -> FilterPattern.parse(pattern))
        .isInstanceOf(InvalidPatternException.class)
        .hasMessageMatching("(?s).{10,}");
  }

  @Test
  void aHostilePatternTakesNoLongerThanItsMessage() {
    var nested = "{ " + "(".repeat(500) + "$.a = 1e999999999" + ")".repeat(500) + " }";
    var stars = "{ $.a = \"" + "a*".repeat(500) + "b\" }";
    var message = "{\"a\": \"" + "a".repeat(20_000) + "\"}";
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(matches(nested, "{\"a\": 1e999999998}")).isFalse();
          assertThat(matches(stars, message)).isFalse();
          assertThat(matches("%a*a*a*a*a*a*a*a*a*a*b%", message)).isFalse();
        });
  }
}
