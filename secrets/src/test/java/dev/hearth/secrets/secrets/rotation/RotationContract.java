package dev.hearth.secrets.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.secrets.Vault;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.secretsmanager.model.CancelRotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CancelRotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/// Rotation, on both engines.
abstract class RotationContract {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:rotate";
  private static final List<String> STEPS =
      List.of("createSecret", "setSecret", "testSecret", "finishSecret");

  @TempDir private Path folder;
  private Vault vault;
  private PlayedFunction played;

  abstract Database open(Path folder);

  @BeforeEach
  void begin() {
    vault = new Vault(open(folder), folder);
    played = new PlayedFunction(vault);
    vault.function = played::rotate;
    vault.run(CreateSecretRequest.builder().name("s").secretString("0").build());
  }

  @AfterEach
  void end() {
    vault.close();
  }

  private static RotateSecretRequest.Builder request() {
    return RotateSecretRequest.builder()
        .secretId("s")
        .clientRequestToken(UUID.randomUUID().toString())
        .rotationLambdaARN(FUNCTION);
  }

  private static RotationRulesType days(long days) {
    return RotationRulesType.builder().automaticallyAfterDays(days).build();
  }

  private void pass(Duration time) {
    vault.now = vault.now.plus(time);
    vault.part.sweep();
  }

  @Test
  void aFunctionMakesSetsTestsAndFinishesAValue() {
    RotateSecretResponse answer = vault.run(request().rotationRules(days(30)).build());

    assertThat(played.steps).containsExactlyElementsOf(STEPS);
    assertThat(answer.versionId()).isEqualTo(played.token).isEqualTo(played.current());
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
    assertThat(played.value("AWSPREVIOUS")).isEqualTo("0");
    var secret = played.describe();
    assertThat(secret.rotationEnabled()).isTrue();
    assertThat(secret.rotationLambdaARN()).isEqualTo(FUNCTION);
    assertThat(secret.rotationRules()).isEqualTo(days(30));
    assertThat(secret.lastRotatedDate()).isEqualTo(vault.now);
    assertThat(secret.nextRotationDate()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    ListSecretsResponse listed = vault.run(ListSecretsRequest.builder().build());
    assertThat(listed.secretList().getFirst().rotationEnabled()).isTrue();
    assertThat(vault.asked)
        .contains(new Access.Need("lambda:InvokeFunction", FUNCTION, java.util.Map.of()));
  }

  @Test
  void itIsRotatedAgainWhenItsDaysAreOver() {
    vault.run(request().rotationRules(days(30)).build());

    pass(Duration.ofDays(29));
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
    pass(Duration.ofDays(1));
    assertThat(played.value("AWSCURRENT")).isEqualTo("2");
    pass(Duration.ofDays(30));
    assertThat(played.value("AWSCURRENT")).isEqualTo("3");
  }

  @Test
  void anExpressionSaysWhenAndADurationByWhen() {
    vault.run(
        request()
            .rotationRules(r -> r.scheduleExpression("rate(10 days)").duration("3h"))
            .rotateImmediately(false)
            .build());

    assertThat(played.steps).isEmpty();
    assertThat(played.describe().nextRotationDate())
        .isEqualTo(Instant.parse("2026-03-11T15:00:00Z"));
    pass(Duration.ofDays(10));
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
    assertThat(played.describe().nextRotationDate())
        .isEqualTo(Instant.parse("2026-03-21T15:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(3 hours)",
        "rate(5 minutes)",
        "at(2026-11-20T13:00:00)",
        "cron(5 0 * * ? *)",
        "rate(1)",
        "daily"
      })
  void whatIsNoExpressionIsRefused(String expression) {
    vault.refusal(
        request().rotationRules(r -> r.scheduleExpression(expression)).build(),
        "InvalidParameterException");
  }

  @ParameterizedTest
  @CsvSource({"1,,0h", "1,,25h", "1,,99", "1,rate(1 day),", ",rate(1 day),hh"})
  void aPlanDoesNotContradictItself(Long days, String expression, String duration) {
    vault.refusal(
        request()
            .rotationRules(
                r ->
                    r.automaticallyAfterDays(days)
                        .scheduleExpression(expression)
                        .duration(duration))
            .build(),
        "InvalidParameterException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"createSecret", "setSecret", "testSecret", "finishSecret"})
  void whatFailsIsTriedAgainFromTheFirstStepWithTheSameVersion(String step) {
    played.failing = step;
    vault.run(request().build());
    var first = played.token;
    var failed = new ArrayList<>(STEPS.subList(0, STEPS.indexOf(step) + 1));
    assertThat(played.steps).isEqualTo(failed);
    assertThat(played.value("AWSCURRENT")).isEqualTo("0");
    assertThat(played.describe().lastRotatedDate()).isNull();

    pass(Duration.ofSeconds(59));
    assertThat(played.steps).isEqualTo(failed);
    played.failing = "";
    pass(Duration.ofSeconds(1));

    failed.addAll(STEPS);
    assertThat(played.steps).isEqualTo(failed);
    assertThat(played.token).isEqualTo(first);
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
    pass(Duration.ofDays(1));
    assertThat(played.steps).isEqualTo(failed);
  }

  @Test
  void pausesBetweenAttemptsGrowToAnHour() {
    played.failing = "createSecret";
    vault.run(request().build());

    for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
      played.steps.clear();
      pass(Duration.ofMinutes(minutes).minusSeconds(1));
      assertThat(played.steps).isEmpty();
      pass(Duration.ofSeconds(1));
      assertThat(played.steps).containsExactly("createSecret");
    }
  }

  @Test
  void aRotationGoesOnAfterARestart() {
    played.failing = "setSecret";
    vault.run(request().rotationRules(days(1)).build());
    var first = played.token;

    restart();
    played.failing = "";
    pass(Duration.ofMinutes(1));
    assertThat(played.token).isEqualTo(first);
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
    restart();
    pass(Duration.ofDays(1));
    assertThat(played.value("AWSCURRENT")).isEqualTo("2");
  }

  private void restart() {
    var now = vault.now;
    vault = new Vault(vault.database, folder);
    vault.now = now;
    played = new PlayedFunction(vault);
    vault.function = played::rotate;
  }

  @Test
  void aRotationThatIsNotCompleteIsReattemptedBeforeAnotherBegins() {
    played.failing = "testSecret";
    vault.run(request().build());
    played.failing = "";
    played.steps.clear();

    assertThat(vault.refusal(request().build(), "InvalidRequestException"))
        .isEqualTo("A previous rotation isn't complete. That rotation will be reattempted.");

    assertThat(played.steps).containsExactlyElementsOf(STEPS);
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
    vault.run(request().build());
    assertThat(played.value("AWSCURRENT")).isEqualTo("2");
  }

  @Test
  void theSameRequestOnceMoreRotatesNothingTwice() {
    var request = request().clientRequestToken("11111111-1111-1111-1111-111111111111").build();

    vault.run(request);
    vault.run(request);

    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
  }

  @Test
  void aFunctionThatOnlySaysThatItHasFinishedIsTriedAgain() {
    vault.function = _ -> Optional.empty();
    vault.run(request().build());
    assertThat(played.describe().lastRotatedDate()).isNull();

    vault.function = played::rotate;
    pass(Duration.ofMinutes(1));
    assertThat(played.value("AWSCURRENT")).isEqualTo("1");
  }

  @Test
  void whatIsCancelledIsRotatedNoMore() {
    played.failing = "setSecret";
    vault.run(request().rotationRules(days(1)).build());
    played.steps.clear();

    CancelRotateSecretResponse answer =
        vault.run(CancelRotateSecretRequest.builder().secretId("s").build());

    assertThat(answer.versionId()).isEqualTo(played.token);
    assertThat(played.describe().rotationEnabled()).isFalse();
    assertThat(played.describe().nextRotationDate()).isNull();
    pass(Duration.ofDays(2));
    assertThat(played.steps).isEmpty();
    assertThat(played.describe().versionIdsToStages().get(played.token))
        .isEqualTo(List.of("AWSPENDING"));
  }

  @Test
  void aSecretThatIsToBeDeletedIsNotRotated() {
    vault.run(request().rotationRules(days(1)).build());
    played.steps.clear();
    vault.run(DeleteSecretRequest.builder().secretId("s").recoveryWindowInDays(7L).build());

    pass(Duration.ofDays(2));

    assertThat(played.steps).isEmpty();
    pass(Duration.ofDays(6));
    vault.refusal(request().build(), "ResourceNotFoundException");
  }

  @Test
  void aFunctionThatSecretsManagerMayNotInvokeIsRefused() {
    vault.function = null;

    assertThat(vault.refusal(request().build(), "AccessDeniedException"))
        .contains("cannot invoke the specified Lambda function");
    assertThat(played.describe().rotationEnabled()).isNull();
  }

  @Test
  void withoutAFunctionNothingIsRotatedOrCancelled() {
    for (SdkPojo each :
        List.<SdkPojo>of(
            RotateSecretRequest.builder().secretId("s").build(),
            CancelRotateSecretRequest.builder().secretId("s").build())) {
      assertThat(vault.refusal(each, "InvalidRequestException"))
          .contains("No Lambda rotation function ARN is associated with this secret.");
    }
  }
}
