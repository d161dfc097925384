package dev.hearth.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void theDefaultRegionIsUsEastOne() {
    assertThat(Region.DEFAULT).hasToString("us-east-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EU-west-1", "-a", "a-", "a.b", "a/b", "a b"})
  void whatCouldNotBeAHostLabelIsNoRegion(String name) {
    assertThat(Region.isValid(name)).isFalse();
    assertThatThrownBy(() -> new Region(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１２"})
  void anAccountHasTwelveDigits(String digits) {
    assertThat(AccountId.isValid(digits)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
        "arn:aws:s3:::bucket/key:with:colons",
        "arn:aws:iam::123456789012:role/path/name"
      })
  void anArnIsWrittenAsItWasRead(String text) {
    assertThat(Arn.parse(text)).hasValueSatisfying(arn -> assertThat(arn).hasToString(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "arn", "arn:aws:lambda:us-east-1:123456789012:", "urn:a:b:c:d:e"})
  void whatLacksAPartIsNoArn(String text) {
    assertThat(Arn.parse(text)).isEmpty();
  }
}
