package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource({
    "'',      '',        true",
    "'',      a,         false",
    "*,       '',        true",
    "*,       abc,       true",
    "**,      '',        true",
    "?,       '',        false",
    "?,       a,         true",
    "?,       ab,        false",
    "?*,      a,         true",
    "*?,      '',        false",
    "a*,      a,         true",
    "a*,      ba,        false",
    "*a,      bca,       true",
    "*a,      ab,        false",
    "a*b*c,   aXbYc,     true",
    "a*b*c,   aXcYb,     false",
    "*ab,     aab,       true",
    "*ab*,    xxaabyy,   true",
    "a?c*,    abcd,      true",
    "abc,     abcd,      false",
    "abcd,    abc,       false",
    "a.c,     abc,       false",
    "[ab],    a,         false",
    "s3:Get*, s3:GetObject, true",
  })
  void wildcardsMatch(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void itAgreesWithRegularExpressionsOnRandomInput() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var pattern = randomText(random, "ab*?", 8);
      var text = randomText(random, "ab", 10);
      var expected = Pattern.matches(pattern.replace("*", ".*").replace("?", "."), text);

      assertThat(Glob.of(pattern).matches(text)).as("%s on %s", pattern, text).isEqualTo(expected);
    }
  }

  @Test
  void aHostilePatternTakesNoLongTime() {
    var glob = Glob.of("*a".repeat(1_000) + "b");
    var text = "a".repeat(2_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertThat(glob.matches(text)).isFalse());
  }

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource({
    "*, arn:aws:s3:::b/k, true",
    "*, *, true",
    "arn:aws:s3:::b, arn:aws:s3:::b, true",
    "arn:aws:s3:::b/*, arn:aws:s3:::b/k/l, true",
    "arn:aws:s3:::b/*, arn:aws:s3:::b, false",
    "arn:aws:lambda:*:111122223333:function:f, arn:aws:lambda:us-east-1:111122223333:function:f,"
        + " true",
    "arn:aws:lambda:*:111122223333:function:f,"
        + " arn:aws:lambda:us-east-1:999922223333:function:x:111122223333:function:f, false",
    "arn:aws:lambda:us-east-1:111122223333:function:f,"
        + " arn:aws:lambda:us-east-1:111122223333:function:f:PROD, false",
    "arn:aws:lambda:us-east-1:111122223333:function:f:*,"
        + " arn:aws:lambda:us-east-1:111122223333:function:f:PROD, true",
    "arn:aws:lambda:us-east-1:111122223333:function:*,"
        + " arn:aws:lambda:us-east-1:111122223333:function:f:PROD, true",
    "arn:aws:sqs:*, arn:aws:sqs:us-east-1:111122223333:q, true",
    "arn:aws:sqs:*, arn:aws:sns:us-east-1:111122223333:q, false",
    "arn:*:*:*:*:*, arn:aws:sns:us-east-1:111122223333:q, true",
    "arn:aws:iam::*:role/a/*, arn:aws:iam::111122223333:role/a/b/c, true",
    "arn:aws:iam::*:role/*, *, false",
  })
  void arnsMatchPartByPart(String pattern, String arn, boolean matches) {
    assertThat(new ArnPattern(pattern, true).matches(arn, Keys.NONE)).isEqualTo(matches);
  }

  private static String randomText(Random random, String alphabet, int longest) {
    var text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
