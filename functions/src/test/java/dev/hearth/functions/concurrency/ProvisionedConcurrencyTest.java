package dev.hearth.functions.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.ConcurrencyPlan.Provisioned;
import dev.hearth.functions.Readiness;
import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

class ProvisionedConcurrencyTest {
  @TempDir Path folder;
  private final List<ConcurrencyPlan> plans = new ArrayList<>();
  private Readiness readiness = Readiness.NONE;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
    lab.publish("f");
    lab.updateCode("f", "version 2");
    lab.settle();
    lab.publish("f");
    lab.concurrency().connect(plans::add, _ -> readiness);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static SdkPojo putting(String qualifier, int count) {
    return PutProvisionedConcurrencyConfigRequest.builder()
        .functionName("f")
        .qualifier(qualifier)
        .provisionedConcurrentExecutions(count)
        .build();
  }

  private PutProvisionedConcurrencyConfigResponse put(String qualifier, int count) {
    return lab.run(putting(qualifier, count), PutProvisionedConcurrencyConfigResponse.class);
  }

  private static SdkPojo getting(String qualifier) {
    return GetProvisionedConcurrencyConfigRequest.builder()
        .functionName("f")
        .qualifier(qualifier)
        .build();
  }

  private String status(String qualifier) {
    var found = lab.run(getting(qualifier), GetProvisionedConcurrencyConfigResponse.class);
    return "%s %d %d %d %s"
        .formatted(
            found.statusAsString(),
            found.requestedProvisionedConcurrentExecutions(),
            found.allocatedProvisionedConcurrentExecutions(),
            found.availableProvisionedConcurrentExecutions(),
            found.statusReason());
  }

  private void alias(String version) {
    lab.run(
        CreateAliasRequest.builder()
            .functionName("f")
            .name("live")
            .functionVersion(version)
            .build(),
        CreateAliasResponse.class);
  }

  private void reserve(int count) {
    lab.run(reserving(count), PutFunctionConcurrencyResponse.class);
  }

  private static SdkPojo reserving(int count) {
    return PutFunctionConcurrencyRequest.builder()
        .functionName("f")
        .reservedConcurrentExecutions(count)
        .build();
  }

  private String refusal(SdkPojo input) {
    var refused = lab.refused(input);
    return refused.code() + ": " + refused.getMessage();
  }

  @Test
  void aConfigurationIsPutToldChangedAndDeleted() {
    var answer = put("1", 5);
    assertThat(answer.statusAsString()).isEqualTo("IN_PROGRESS");
    assertThat(answer.lastModified()).isEqualTo("2026-11-21T12:00:01+0000");
    assertThat(plans.getLast().provisioned()).containsExactly(new Provisioned("f", "1", 5));

    put("1", 3);
    assertThat(plans.getLast().provisioned()).containsExactly(new Provisioned("f", "1", 3));
    lab.run(
        DeleteProvisionedConcurrencyConfigRequest.builder()
            .functionName("f")
            .qualifier("1")
            .build(),
        DeleteProvisionedConcurrencyConfigResponse.class);
    assertThat(plans.getLast().provisioned()).isEmpty();
    assertThat(refusal(getting("1")))
        .isEqualTo(
            "ProvisionedConcurrencyConfigNotFoundException: No Provisioned Concurrency Config found"
                + " for this function");
  }

  @Test
  void theStatusFollowsWhatIsReady() {
    put("1", 3);
    readiness = new Readiness(2, 1, null);
    assertThat(status("1")).isEqualTo("IN_PROGRESS 3 2 1 null");
    readiness = new Readiness(1, 1, "FUNCTION_ERROR_INIT_FAILURE");
    assertThat(status("1")).isEqualTo("FAILED 3 1 1 FUNCTION_ERROR_INIT_FAILURE");
    readiness = new Readiness(3, 3, null);
    assertThat(status("1")).isEqualTo("READY 3 3 3 null");
  }

  @Test
  void anAliasesSandboxesMoveWithIt() {
    alias("1");
    put("live", 10);
    assertThat(plans.getLast().provisioned()).containsExactly(new Provisioned("f", "1", 10));
    lab.run(
        UpdateAliasRequest.builder()
            .functionName("f")
            .name("live")
            .routingConfig(r -> r.additionalVersionWeights(Map.of("2", 0.3)))
            .build(),
        UpdateAliasResponse.class);
    assertThat(plans.getLast().provisioned())
        .containsExactly(new Provisioned("f", "1", 7), new Provisioned("f", "2", 3));
    lab.run(
        UpdateAliasRequest.builder()
            .functionName("f")
            .name("live")
            .functionVersion("2")
            .routingConfig(r -> r.additionalVersionWeights(Map.of()))
            .build(),
        UpdateAliasResponse.class);
    assertThat(plans.getLast().provisioned()).containsExactly(new Provisioned("f", "2", 10));
  }

  @Test
  void onlyPublishedVersionsThatAreThereCanBeProvisioned() {
    alias("$LATEST");
    for (var qualifier : List.of("$LATEST", "live")) {
      assertThat(refusal(putting(qualifier, 1)))
          .isEqualTo(
              "InvalidParameterValueException: Provisioned Concurrency Configs cannot be applied to"
                  + " unpublished function versions.");
    }
    assertThat(refusal(putting("9", 1)))
        .isEqualTo("ResourceNotFoundException: Function not found: " + Lab.ARN + "f:9");
  }

  @Test
  void aVersionIsProvisionedOnce() {
    alias("1");
    put("1", 1);
    assertThat(refusal(putting("live", 1)))
        .startsWith("ResourceConflictException: Alias can't be used for Provisioned Concurrency");
    put("1", 2);
    lab.run(
        DeleteProvisionedConcurrencyConfigRequest.builder()
            .functionName("f")
            .qualifier("1")
            .build(),
        DeleteProvisionedConcurrencyConfigResponse.class);
    put("live", 1);
    assertThat(refusal(putting("1", 1)))
        .isEqualTo(
            "ResourceConflictException: Version is pointed by a Provisioned Concurrency alias");
  }

  @Test
  void noMoreIsProvisionedThanTheAccountHasLeft() {
    put("1", 500);
    assertThat(refusal(putting("2", 501)))
        .isEqualTo(
            "InvalidParameterValueException: Specified ConcurrentExecutions for function is greater"
                + " than account's UnreservedConcurrentExecution [500].");
    assertThat(refusal(putting("2", 401))).endsWith("below its minimum value of [100].");
    put("2", 400);
    lab.createActive("g");
    assertThat(
            refusal(
                PutFunctionConcurrencyRequest.builder()
                    .functionName("g")
                    .reservedConcurrentExecutions(1)
                    .build()))
        .endsWith("below its minimum value of [100].");
  }

  @Test
  void noMoreIsProvisionedThanTheFunctionReserved() {
    reserve(10);
    put("1", 6);
    assertThat(refusal(putting("2", 5)))
        .isEqualTo(
            "InvalidParameterValueException: Requested Provisioned Concurrency should not be"
                + " greater than the reservedConcurrentExecution for function");
    put("2", 4);
    assertThat(refusal(reserving(9)))
        .isEqualTo(
            "InvalidParameterValueException: ReservedConcurrentExecutions should not be lower than"
                + " function's total provisioned concurrency [10].");
    assertThat(plans.getLast().reserved()).isEqualTo(Map.of("f", 10));
  }

  @Test
  void aListIsPagedByQualifier() {
    put("2", 2);
    put("1", 1);
    var first = list(null);
    var second = list(first.nextMarker());
    assertThat(first.provisionedConcurrencyConfigs().getFirst().functionArn())
        .isEqualTo(Lab.ARN + "f:1");
    assertThat(second.provisionedConcurrencyConfigs().getFirst().functionArn())
        .isEqualTo(Lab.ARN + "f:2");
    assertThat(second.nextMarker()).isNull();
  }

  private ListProvisionedConcurrencyConfigsResponse list(@Nullable String marker) {
    return lab.run(
        ListProvisionedConcurrencyConfigsRequest.builder()
            .functionName("f")
            .maxItems(1)
            .marker(marker)
            .build(),
        ListProvisionedConcurrencyConfigsResponse.class);
  }

  @Test
  void whatIsDeletedIsNotProvisioned() {
    put("1", 1);
    put("2", 2);
    lab.run(
        DeleteFunctionRequest.builder().functionName("f").qualifier("1").build(),
        DeleteFunctionResponse.class);
    assertThat(plans.getLast().provisioned()).containsExactly(new Provisioned("f", "2", 2));
    reserve(2);
    lab.delete("f");
    assertThat(plans.getLast().provisioned()).isEmpty();
    assertThat(plans.getLast().reserved()).isEmpty();
  }

  @Test
  void aRestartTellsAllThatIsPlanned() {
    put("1", 5);
    reserve(20);
    lab.restart();
    plans.clear();
    lab.concurrency().connect(plans::add, _ -> readiness);
    assertThat(plans)
        .containsExactly(
            new ConcurrencyPlan(
                Lab.ACCOUNT,
                Region.DEFAULT,
                Map.of("f", 20),
                List.of(new Provisioned("f", "1", 5))));
  }
}
