package dev.hearth.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigResponse;

class EventInvokeConfigTest {
  private static final String OTHER = Lab.ARN + "other";

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static PutFunctionEventInvokeConfigRequest put(
      Consumer<PutFunctionEventInvokeConfigRequest.Builder> change) {
    return PutFunctionEventInvokeConfigRequest.builder()
        .functionName("f")
        .applyMutation(change)
        .build();
  }

  private PutFunctionEventInvokeConfigResponse configure(
      Consumer<PutFunctionEventInvokeConfigRequest.Builder> change) {
    return lab.run(put(change), PutFunctionEventInvokeConfigResponse.class);
  }

  private static DestinationConfig to(@Nullable String success, @Nullable String failure) {
    return DestinationConfig.builder()
        .onSuccess(s -> s.destination(success))
        .onFailure(f -> f.destination(failure))
        .build();
  }

  private static GetFunctionEventInvokeConfigRequest get(@Nullable String qualifier) {
    return GetFunctionEventInvokeConfigRequest.builder()
        .functionName("f")
        .qualifier(qualifier)
        .build();
  }

  private AsyncSettings settings(String qualifier) {
    return lab.asyncSettings()
        .of(new FunctionReference(Lab.ACCOUNT, new Region("us-east-1"), "f", qualifier));
  }

  @Test
  void whatIsPutIsAnsweredAndHolds() {
    var answer =
        configure(
            c ->
                c.maximumRetryAttempts(0)
                    .maximumEventAgeInSeconds(60)
                    .destinationConfig(to(OTHER, "")));
    assertThat(answer.functionArn()).isEqualTo(Lab.ARN + "f:$LATEST");
    assertThat(answer.maximumRetryAttempts()).isZero();
    assertThat(answer.destinationConfig().onSuccess().destination()).isEqualTo(OTHER);
    assertThat(answer.destinationConfig().onFailure().destination()).isNull();
    var found = lab.run(get(null), GetFunctionEventInvokeConfigResponse.class);
    assertThat(found.maximumEventAgeInSeconds()).isEqualTo(60);
    assertThat(found.lastModified()).isEqualTo(answer.lastModified());
    assertThat(settings(""))
        .isEqualTo(new AsyncSettings(0, Duration.ofMinutes(1), OTHER, null, false, true));
  }

  @Test
  void aPutOverwritesAndAnUpdateKeeps() {
    configure(c -> c.maximumRetryAttempts(1).maximumEventAgeInSeconds(60));
    configure(c -> c.destinationConfig(to(null, OTHER)));
    var kept =
        lab.run(
            UpdateFunctionEventInvokeConfigRequest.builder()
                .functionName("f")
                .maximumRetryAttempts(2)
                .build(),
            UpdateFunctionEventInvokeConfigResponse.class);
    assertThat(kept.maximumRetryAttempts()).isEqualTo(2);
    assertThat(kept.maximumEventAgeInSeconds()).isNull();
    assertThat(kept.destinationConfig().onFailure().destination()).isEqualTo(OTHER);
  }

  @Test
  void aVersionIsConfiguredApartAndFallsBackToNothing() {
    lab.publish("f");
    configure(c -> c.maximumRetryAttempts(0));
    assertThat(settings("1").retryAttempts()).isEqualTo(2);
    configure(c -> c.qualifier("1").maximumRetryAttempts(1));
    assertThat(settings("1").retryAttempts()).isEqualTo(1);
    assertThat(settings("$LATEST").retryAttempts()).isZero();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    var missing = lab.refused(put(c -> c.functionName("nobody").maximumRetryAttempts(0)));
    assertThat(missing.code()).isEqualTo("ResourceNotFoundException");
    assertThat(missing).hasMessage("The function " + Lab.ARN + "nobody:$LATEST doesn't exist.");
    assertThat(lab.refused(put(c -> c.qualifier("7").maximumRetryAttempts(0))))
        .hasMessageContaining(":7 doesn't exist.");
    for (var input :
        new software.amazon.awssdk.core.SdkPojo[] {
          get(null),
          DeleteFunctionEventInvokeConfigRequest.builder().functionName("f").build(),
          UpdateFunctionEventInvokeConfigRequest.builder()
              .functionName("f")
              .maximumRetryAttempts(0)
              .build()
        }) {
      assertThat(lab.refused(input))
          .hasMessage("The function " + Lab.ARN + "f:$LATEST doesn't have an EventInvokeConfig");
    }
    assertThat(
            lab.refused(
                ListFunctionEventInvokeConfigsRequest.builder().functionName("nobody").build()))
        .hasMessage("Function not found: " + Lab.ARN + "nobody");
  }

  @Test
  void aPutOfNothingIsRefused() {
    assertThat(lab.refused(put(_ -> {})))
        .hasMessage("You must specify at least one of error handling or destination setting.");
  }

  @Test
  void aDestinationMustBeOneThatLambdaCanSendTo() {
    assertThat(lab.refused(put(c -> c.destinationConfig(to("arn:aws:s3:::bucket", null)))))
        .hasMessage(
            "The provided destination config DestinationConfig(onSuccess=OnSuccess("
                + "destination=arn:aws:s3:::bucket), onFailure=null) is invalid.");
    assertThat(lab.refused(put(c -> c.destinationConfig(to(null, Lab.ARN + "f:1")))))
        .hasMessage("You can't specify the function as a destination for itself.");
    configure(c -> c.destinationConfig(to(null, "arn:aws:s3:::bucket")));
  }

  @Test
  void aDestinationThatNothingHereServesIsRefusedAndTheRoleIsAskedFor() {
    lab.destinations =
        (role, arn) -> {
          throw new ServiceException("InvalidParameterValueException", 400, role + " " + arn);
        };
    assertThat(lab.refused(put(c -> c.destinationConfig(to(OTHER, null)))))
        .hasMessage(Lab.ROLE + " " + OTHER);
    assertThat(lab.refused(get(null)).status()).isEqualTo(404);
  }

  @Test
  void deadLettersMustBeSentToAQueueOrTopicThatIsServed() {
    assertThat(lab.refused(deadLetters(OTHER)))
        .hasMessage("The dead-letter target " + OTHER + " is no queue or topic.");
    lab.destinations =
        (role, arn) -> {
          throw new ServiceException("InvalidParameterValueException", 400, role + " " + arn);
        };
    var queue = "arn:aws:sqs:us-east-1:123456789012:q";
    assertThat(lab.refused(deadLetters(queue))).hasMessage(Lab.ROLE + " " + queue);
    lab.run(deadLetters(""), UpdateFunctionConfigurationResponse.class);
  }

  private static UpdateFunctionConfigurationRequest deadLetters(String target) {
    return UpdateFunctionConfigurationRequest.builder()
        .functionName("f")
        .deadLetterConfig(dead -> dead.targetArn(target))
        .build();
  }

  @Test
  void configurationsAreListedInPages() {
    lab.publish("f");
    configure(c -> c.maximumRetryAttempts(0));
    configure(c -> c.qualifier("1").maximumRetryAttempts(1));
    var arns = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          lab.run(
              ListFunctionEventInvokeConfigsRequest.builder()
                  .functionName("f")
                  .maxItems(1)
                  .marker(marker)
                  .build(),
              ListFunctionEventInvokeConfigsResponse.class);
      assertThat(page.functionEventInvokeConfigs()).hasSizeLessThanOrEqualTo(1);
      page.functionEventInvokeConfigs().forEach(config -> arns.add(config.functionArn()));
      marker = page.nextMarker();
    } while (marker != null);
    assertThat(arns).containsExactly(Lab.ARN + "f:$LATEST", Lab.ARN + "f:1");
  }

  @Test
  void aConfigurationGoesWithWhatItIsFor() {
    lab.publish("f");
    configure(c -> c.maximumRetryAttempts(0));
    configure(c -> c.qualifier("1").maximumRetryAttempts(0));
    lab.run(
        DeleteFunctionRequest.builder().functionName("f").qualifier("1").build(),
        DeleteFunctionResponse.class);
    assertThat(settings("1").retryAttempts()).isEqualTo(2);
    lab.run(
        DeleteFunctionEventInvokeConfigRequest.builder().functionName("f").build(),
        DeleteFunctionEventInvokeConfigResponse.class);
    assertThat(settings("")).isEqualTo(AsyncSettings.DEFAULT);
    configure(c -> c.maximumRetryAttempts(0));
    lab.delete("f");
    lab.createActive("f");
    assertThat(settings("")).isEqualTo(AsyncSettings.DEFAULT);
  }

  @Test
  void theFunctionsOwnAnswersToLoopsAndToNoConcurrencyAreTold() {
    lab.run(
        PutFunctionConcurrencyRequest.builder()
            .functionName("f")
            .reservedConcurrentExecutions(0)
            .build(),
        PutFunctionConcurrencyResponse.class);
    lab.run(
        PutFunctionRecursionConfigRequest.builder()
            .functionName("f")
            .recursiveLoop("Allow")
            .build(),
        PutFunctionRecursionConfigResponse.class);
    assertThat(settings("").closed()).isTrue();
    assertThat(settings("").endsLoops()).isFalse();
  }

  @Test
  void theCallerNeedsTheActionOnTheFunction() {
    var need = lab.access(put(c -> c.qualifier("1"))).needs().getFirst();
    assertThat(need.action()).isEqualTo("lambda:PutFunctionEventInvokeConfig");
    assertThat(need.resource()).isEqualTo(Lab.ARN + "f:1");
  }
}
