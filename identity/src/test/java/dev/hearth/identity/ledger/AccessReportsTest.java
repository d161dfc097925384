package dev.hearth.identity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import dev.hearth.identity.ledger.AccessReport.Unused;
import dev.hearth.wire.Caller;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;

class AccessReportsTest {
  @TempDir private Path folder;
  private Cloud cloud;
  private Caller ann;
  private String queue;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
    queue = "arn:aws:sqs:us-east-1:" + cloud.account() + ":";
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey();
    put(
        """
        {"Sid":"Queues","Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],
         "Resource":["%1$sa","%1$sb"]},
        {"Effect":"Allow","Action":"s3:*","Resource":"*"},
        {"Sid":"Never","Effect":"Deny","Action":"sqs:SendMessage","Resource":"%1$sb"}
        """
            .formatted(queue));
    ann = cloud.caller(key.accessKeyId(), null);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void put(String statements) {
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("work")
            .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}")
            .build());
  }

  private AccessReport report(boolean withDenied) {
    return cloud.identity.accessReports().of(cloud.account(), ann.arn(), withDenied);
  }

  @Test
  void whatWasCalledIsThePolicyAndWhatWasNotIsUnused() {
    assertThat(cloud.verdict(ann, "sqs:SendMessage", queue + "a")).isEqualTo("allowed");
    var report = report(false);
    assertThat(report.policy())
        .containsExactly(
            new SmallestPolicy.Statement("Sqs", List.of("sqs:SendMessage"), List.of(queue + "a")));
    assertThat(report.unused())
        .containsExactly(
            new Unused(
                "work", 1, "Queues", false, List.of("sqs:ReceiveMessage"), List.of(queue + "b")),
            new Unused("work", 2, "", true, List.of("s3:*"), List.of("*")));
    assertThat(report.missing()).isEmpty();
    assertThat(report.denials()).isEmpty();
  }

  @Test
  void whatWasDeniedIsMissingAndCoveredOnlyWhenAsked() {
    assertThat(cloud.verdict(ann, "sqs:PurgeQueue", queue + "a"))
        .contains("no identity-based policy allows");
    var report = report(false);
    assertThat(report.policy()).isEmpty();
    assertThat(report.missing())
        .singleElement()
        .satisfies(use -> assertThat(use.action()).isEqualTo("sqs:PurgeQueue"));
    assertThat(report.denials()).hasSize(1);
    assertThat(report(true).policy()).hasSize(1);
  }

  @Test
  void aDenialIsExplainedByTheStatementThatDenied() {
    assertThat(cloud.verdict(ann, "sqs:SendMessage", queue + "b")).contains("explicit deny");
    var denial = report(false).denials().getFirst();
    assertThat(denial.decidedBy()).isEqualTo("statement Never of the identity-based policy work");
    put("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"); // what comes later is no
    // matter
    assertThat(cloud.identity.accessReports().explain(cloud.account(), denial.requestId()))
        .filteredOn(explained -> !explained.allowed())
        .extracting(AccessReports.Explained::reason)
        .contains("denied by statement Never of the identity-based policy work");
  }

  @Test
  void anAllowedRequestIsExplainedByThePoliciesAsTheyAreNow() {
    cloud.verdict(ann, "sqs:SendMessage", queue + "a");
    var request = cloud.call(ann, "sqs", "SendMessage").requestId();
    assertThat(cloud.identity.accessReports().explain(cloud.account(), request))
        .filteredOn(explained -> explained.action().equals("sqs:SendMessage"))
        .singleElement()
        .satisfies(
            explained -> {
              assertThat(explained.now()).isTrue();
              assertThat(explained.reason())
                  .isEqualTo("allowed by statement Queues of the identity-based policy work");
            });
  }

  @Test
  void someoneWhoIsNotThereHasNoReport() {
    Cloud.refused(
        "NoSuchEntity",
        "cannot be found",
        () -> cloud.identity.accessReports().of(cloud.account(), ann.arn() + "x", false));
  }
}
