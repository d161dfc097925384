package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.TenantIsolationMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class TenancyTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.create("f", f -> f.tenancyConfig(t -> t.tenantIsolationMode("PER_TENANT")));
    lab.settle();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void isolationIsChosenWhenAFunctionIsMadeAndOutlivesItsUpdates() {
    lab.run(
        UpdateFunctionConfigurationRequest.builder().functionName("f").memorySize(256).build(),
        UpdateFunctionConfigurationResponse.class);
    assertThat(lab.get("f").tenancyConfig().tenantIsolationMode())
        .isEqualTo(TenantIsolationMode.PER_TENANT);
  }

  @Test
  void anotherIsolationThanPerTenantIsRefused() {
    var refusal =
        lab.refused(
            Lab.creation("g").tenancyConfig(t -> t.tenantIsolationMode("PER_MOON")).build());
    assertThat(refusal.code()).isEqualTo("ValidationException");
  }

  @Test
  void snapStartIsRefusedWithIt() {
    var refusal =
        lab.refused(
            UpdateFunctionConfigurationRequest.builder()
                .functionName("f")
                .snapStart(s -> s.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS))
                .build());
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
  }
}
