package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class SnapStartTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static Consumer<CreateFunctionRequest.Builder> snapStarting() {
    return f -> f.runtime("python3.13").snapStart(s -> s.applyOn("PublishedVersions"));
  }

  private PublishVersionResponse publish() {
    return lab.run(
        PublishVersionRequest.builder().functionName("f").build(), PublishVersionResponse.class);
  }

  private String optimization(@Nullable String qualifier) {
    return lab.get("f", qualifier).snapStart().optimizationStatusAsString();
  }

  private void create() {
    lab.create("f", snapStarting());
    lab.settle();
  }

  @Test
  void aPublishedVersionIsActiveOnceItIsInitialised() {
    create();
    var published = publish();
    assertThat(published.stateAsString()).isEqualTo("Pending");
    assertThat(published.snapStart().applyOnAsString()).isEqualTo("PublishedVersions");
    assertThat(published.snapStart().optimizationStatusAsString()).isEqualTo("Off");
    assertThat(lab.initialised).isEmpty();
    lab.settle();
    assertThat(lab.initialised).containsExactly("f:1 Pending");
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Active");
    assertThat(optimization("1")).isEqualTo("On");
  }

  @Test
  void theLatestVersionIsNotInitialisedAhead() {
    create();
    assertThat(lab.initialised).isEmpty();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").snapStart().applyOnAsString()).isEqualTo("PublishedVersions");
    assertThat(optimization(null)).isEqualTo("Off");
  }

  @Test
  void aVersionPublishedWithItsFunctionIsInitialisedToo() {
    lab.create("f", snapStarting().andThen(f -> f.publish(true)));
    lab.settle();
    assertThat(lab.initialised).containsExactly("f:1 Pending");
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
  }

  @Test
  void aVersionThatCannotBeInitialisedFailsWithItsReasonAndIsPublishedAnewByTheNextTry() {
    create();
    lab.initialisationFailure = Optional.of("Runtime.ImportModuleError: no module named numpy");
    publish();
    lab.settle();
    var failed = lab.get("f", "1");
    assertThat(failed.stateAsString()).isEqualTo("Failed");
    assertThat(failed.stateReasonCodeAsString()).isEqualTo("FunctionError");
    assertThat(failed.stateReason()).isEqualTo("Runtime.ImportModuleError: no module named numpy");
    assertThat(optimization("1")).isEqualTo("Off");
    lab.initialisationFailure = Optional.empty();
    assertThat(publish().version()).isEqualTo("2");
    lab.settle();
    assertThat(lab.get("f", "2").stateAsString()).isEqualTo("Active");
    assertThat(publish().version()).isEqualTo("2");
  }

  @Test
  void aVersionThatWasBeingInitialisedWhenHearthStoppedIsInitialisedAtTheNextStart() {
    create();
    publish();
    lab.restart();
    lab.settle();
    assertThat(lab.initialised).containsExactly("f:1 Pending");
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Active");
  }

  @Test
  void versionsPublishedBeforeItWasSetStayAsTheyAre() {
    lab.create("f", f -> f.runtime("python3.12").publish(true));
    lab.settle();
    lab.run(
        UpdateFunctionConfigurationRequest.builder()
            .functionName("f")
            .snapStart(s -> s.applyOn("PublishedVersions"))
            .build(),
        UpdateFunctionConfigurationResponse.class);
    lab.settle();
    publish();
    lab.settle();
    assertThat(lab.initialised).containsExactly("f:2 Pending");
    assertThat(lab.get("f", "1").snapStart().applyOnAsString()).isEqualTo("None");
    assertThat(optimization("2")).isEqualTo("On");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python3.9", "python3.11", "nodejs22.x", "provided.al2023"})
  void runtimesThatLambdaDoesNotSnapshotAreRefused(String runtime) {
    var refusal =
        lab.refused(
            Lab.creation("f")
                .runtime(runtime)
                .snapStart(s -> s.applyOn("PublishedVersions"))
                .build());
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal).hasMessage(runtime + " is not supported for SnapStart enabled functions.");
  }

  @Test
  void aRuntimeThatThisHearthDoesNotSnapshotIsRefused() {
    create();
    lab.missingRuntimes.add("python3.12");
    lab.create("g", f -> f.runtime("python3.13"));
    lab.settle();
    lab.missingRuntimes.add("python3.13");
    var refusal =
        lab.refused(
            UpdateFunctionConfigurationRequest.builder()
                .functionName("g")
                .snapStart(s -> s.applyOn("PublishedVersions"))
                .build());
    assertThat(refusal).hasMessage("python3.13 is not supported for SnapStart enabled functions.");
  }

  @Test
  void moreThan512MegabytesOfTmpAreRefusedWithIt() {
    create();
    var refusal =
        lab.refused(
            UpdateFunctionConfigurationRequest.builder()
                .functionName("f")
                .ephemeralStorage(e -> e.size(1024))
                .build());
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal)
        .hasMessageContaining("EphemeralStorage")
        .hasMessageEndingWith("not supported for SnapStart enabled functions.");
  }

  @Test
  void provisionedConcurrencyIsRefusedWithIt() {
    create();
    publish();
    lab.settle();
    var refusal =
        lab.refused(
            PutProvisionedConcurrencyConfigRequest.builder()
                .functionName("f")
                .qualifier("1")
                .provisionedConcurrentExecutions(1)
                .build());
    assertThat(refusal)
        .hasMessage("Provisioned Concurrency is not supported for SnapStart enabled functions.");
  }
}
