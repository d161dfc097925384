package dev.hearth.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionReferenceTest {
  private static final AccountId ACCOUNT = new AccountId("111111111111");
  private static final Region REGION = new Region("us-east-1");

  @ParameterizedTest
  @CsvSource({
    "f, 111111111111, f, ''",
    "f:7, 111111111111, f, 7",
    "f:$LATEST, 111111111111, f, $LATEST",
    "f:live, 111111111111, f, live",
    "function:f, 111111111111, f, ''",
    "function:f:7, 111111111111, f, 7",
    "222222222222:f, 222222222222, f, ''",
    "222222222222:function:f, 222222222222, f, ''",
    "222222222222:function:f:live, 222222222222, f, live",
    "us-east-1:222222222222:function:f, 222222222222, f, ''",
    "arn:aws:lambda:us-east-1:222222222222:function:f, 222222222222, f, ''",
    "arn:aws:lambda:us-east-1:222222222222:function:f:7, 222222222222, f, 7",
    "function, 111111111111, function, ''",
    "123456789012, 111111111111, 123456789012, ''",
  })
  void everyFormOfANameIsUnderstood(String text, String account, String name, String qualifier) {
    assertThat(parse(text, null))
        .isEqualTo(new FunctionReference(new AccountId(account), REGION, name, qualifier));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a/b",
        "f:",
        "f:a:b",
        "arn:aws:lambda:us-east-1:222222222222:layer:f",
        "arn:aws:sqs:us-east-1:222222222222:f",
        "arn:aws:lambda:us-east-1:222:function:f",
        "arn:aws:lambda:us-east-1:222222222222:function:",
        "$LATEST",
        "f\u00fcnction",
      })
  void whatIsNoNameIsRefused(String text) {
    var refusal = refusal(text, null);
    assertThat(refusal.code()).isEqualTo("ValidationException");
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal).hasMessageContaining("Value '" + text + "' at 'functionName' failed");
  }

  @Test
  void aNameOfMoreThan64CharactersIsRefused() {
    assertThat(parse("f".repeat(64), null).name()).hasSize(64);
    assertThat(refusal("f".repeat(65), null))
        .hasMessageContaining("Member must have length less than or equal to 64");
  }

  @Test
  void theQualifierMayComeBesideTheName() {
    assertThat(parse("f", "7").arn())
        .isEqualTo("arn:aws:lambda:us-east-1:111111111111:function:f:7");
    assertThat(parse("f:7", "7").qualifier()).isEqualTo("7");
    assertThat(parse("f:7", "").qualifier()).isEqualTo("7");
  }

  @Test
  void withoutAQualifierTheLatestVersionIsMeant() {
    assertThat(parse("f", null).effectiveQualifier()).isEqualTo("$LATEST");
    assertThat(parse("f", null).arn())
        .isEqualTo("arn:aws:lambda:us-east-1:111111111111:function:f");
  }

  @Test
  void qualifiersThatContradictEachOtherAreRefused() {
    var refusal = refusal("f:7", "8");
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal)
        .hasMessage(
            "The derived qualifier from the function name does not match the specified qualifier.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "$OLDEST", "a:b"})
  void whatIsNoQualifierIsRefused(String qualifier) {
    assertThat(refusal("f", qualifier)).hasMessageContaining("at 'qualifier' failed");
  }

  @Test
  void aFunctionOfAnotherRegionIsNotReachable() {
    var refusal = refusal("arn:aws:lambda:eu-west-1:111111111111:function:f", null);
    assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
    assertThat(refusal)
        .hasMessage("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
  }

  private static FunctionReference parse(String text, @Nullable String qualifier) {
    return FunctionReference.parse(ACCOUNT, REGION, text, qualifier);
  }

  private static ServiceException refusal(String text, @Nullable String qualifier) {
    return catchThrowableOfType(ServiceException.class, () -> parse(text, qualifier));
  }
}
