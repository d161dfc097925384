package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportRequest;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.GetCredentialReportRequest;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;

class CredentialReportTest {
  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void theReportHasALineForTheRootAndForEveryUser() {
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    cloud.run(CreateUserRequest.builder().userName("x,y").path("/a/").build());
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey()
            .accessKeyId();
    cloud.run(
        UpdateAccessKeyRequest.builder()
            .userName("ann")
            .accessKeyId(key)
            .status(StatusType.INACTIVE)
            .build());

    assertThat(generate()).isEqualTo("STARTED");

    var lines = report();
    var account = cloud.account();
    assertThat(lines).hasSize(5);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.replace("x,y", "x").split(",", -1)).hasSize(22));
    assertThat(lines.get(0)).startsWith("user,arn,user_creation_time,password_enabled,");
    assertThat(lines.get(1))
        .isEqualTo(
            "<root_account>,arn:aws:iam::%s:root,2026-11-21T12:00:00+00:00,not_supported,no_information,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
                .formatted(account));
    assertThat(lines.get(2)).startsWith("administrator,").contains(",us-east-1,iam,");
    assertThat(lines.get(3))
        .isEqualTo(
            "ann,arn:aws:iam::%s:user/ann,2026-11-21T12:00:00+00:00,false,N/A,N/A,N/A,false,false,2026-11-21T12:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
                .formatted(account));
    assertThat(lines.get(4)).startsWith("\"x,y\",");
  }

  @Test
  void aReportIsMadeOnceInFourHoursAndThenExpires() {
    Cloud.refused("ReportNotPresent", "no credential report", this::report);
    assertThat(generate()).isEqualTo("STARTED");
    cloud.run(CreateUserRequest.builder().userName("late").build());
    cloud.pass(Duration.ofHours(3));
    assertThat(generate()).isEqualTo("COMPLETE");
    assertThat(report()).hasSize(3);

    cloud.pass(Duration.ofHours(1));
    Cloud.refused("ReportExpired", "has expired", this::report);
    assertThat(generate()).isEqualTo("STARTED");
    assertThat(report()).hasSize(4);
  }

  private String generate() {
    return cloud
        .run(
            GenerateCredentialReportRequest.builder().build(),
            GenerateCredentialReportResponse.class)
        .stateAsString();
  }

  private List<String> report() {
    var report =
        cloud.run(GetCredentialReportRequest.builder().build(), GetCredentialReportResponse.class);
    assertThat(report.reportFormatAsString()).isEqualTo("text/csv");
    return report.content().asUtf8String().lines().toList();
  }
}
