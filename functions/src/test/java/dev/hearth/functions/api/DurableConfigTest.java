package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.DurableConfig;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class DurableConfigTest {
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

  private static UpdateFunctionConfigurationRequest update(DurableConfig config) {
    return UpdateFunctionConfigurationRequest.builder()
        .functionName("f")
        .durableConfig(config)
        .build();
  }

  @Test
  void aDurableFunctionKeepsWhatAnUpdateDoesNotName() {
    lab.create("f", f -> f.durableConfig(d -> d.executionTimeout(60).retentionPeriodInDays(7)));
    lab.settle();
    lab.run(
        update(DurableConfig.builder().executionTimeout(90).build()),
        UpdateFunctionConfigurationResponse.class);
    assertThat(lab.get("f").durableConfig())
        .isEqualTo(DurableConfig.builder().executionTimeout(90).retentionPeriodInDays(7).build());
  }

  @Test
  void aFunctionThatIsNotDurableDoesNotBecomeSo() {
    lab.create("f", f -> {});
    lab.settle();
    assertThat(lab.refused(update(DurableConfig.builder().executionTimeout(90).build())))
        .hasMessageContaining("durable from its creation or never");
  }

  @Test
  void timesBeyondTheLimitsAreRefused() {
    assertThat(lab.refused(Lab.creation("f").durableConfig(d -> d.executionTimeout(0)).build()))
        .hasMessageContaining("xecutionTimeout");
    assertThat(
            lab.refused(Lab.creation("f").durableConfig(d -> d.retentionPeriodInDays(91)).build()))
        .hasMessageContaining("etentionPeriodInDays");
  }
}
