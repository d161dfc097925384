package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import dev.hearth.wire.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsWithEntitiesRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsWithEntitiesResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessResponse;
import software.amazon.awssdk.services.iam.model.PolicyOwnerEntityType;
import software.amazon.awssdk.services.iam.model.PolicyType;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;

class LastAccessedTest {
  private static final String S3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess";

  @TempDir private Path folder;
  private Cloud cloud;
  private Caller ann;
  private String group;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
    ann = user("ann");
    cloud.run(CreateGroupRequest.builder().groupName("readers").build());
    group = "arn:aws:iam::" + cloud.account() + ":group/readers";
    cloud.run(AttachGroupPolicyRequest.builder().groupName("readers").policyArn(S3).build());
    cloud.run(AddUserToGroupRequest.builder().groupName("readers").userName("ann").build());
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("queues")
            .policyDocument(Cloud.allowing("sqs:*"))
            .build());
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Caller user(String name) {
    cloud.run(CreateUserRequest.builder().userName(name).build());
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName(name).build(),
                CreateAccessKeyResponse.class)
            .accessKey();
    return cloud.caller(key.accessKeyId(), null);
  }

  private String generate(String arn, @Nullable AccessAdvisorUsageGranularityType granularity) {
    return cloud
        .run(
            GenerateServiceLastAccessedDetailsRequest.builder()
                .arn(arn)
                .granularity(granularity)
                .build(),
            GenerateServiceLastAccessedDetailsResponse.class)
        .jobId();
  }

  private GetServiceLastAccessedDetailsResponse get(String job) {
    return cloud.run(
        GetServiceLastAccessedDetailsRequest.builder().jobId(job).build(),
        GetServiceLastAccessedDetailsResponse.class);
  }

  private static ServiceLastAccessed of(
      GetServiceLastAccessedDetailsResponse report, String service) {
    return report.servicesLastAccessed().stream()
        .filter(each -> each.serviceNamespace().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aUsersReportHasEachServiceThatItsPoliciesAllowAndTheLastAttempt() {
    cloud.verdict(ann, "sqs:SendMessage", "arn:aws:sqs:us-east-1:" + cloud.account() + ":q");
    var report = get(generate(ann.arn(), AccessAdvisorUsageGranularityType.SERVICE_LEVEL));
    assertThat(report.jobStatus()).isEqualTo(JobStatusType.COMPLETED);
    assertThat(report.jobType()).isEqualTo(AccessAdvisorUsageGranularityType.SERVICE_LEVEL);
    assertThat(report.servicesLastAccessed())
        .extracting(ServiceLastAccessed::serviceNamespace)
        .contains("s3", "sqs")
        .doesNotContain("iam", "lambda");
    var queues = of(report, "sqs");
    assertThat(queues.serviceName()).isEqualTo("Amazon SQS");
    assertThat(queues.lastAuthenticated()).isEqualTo(cloud.now());
    assertThat(queues.lastAuthenticatedEntity()).isEqualTo(ann.arn());
    assertThat(queues.lastAuthenticatedRegion()).isEqualTo("us-east-1");
    assertThat(queues.totalAuthenticatedEntities()).isEqualTo(1);
    assertThat(queues.hasTrackedActionsLastAccessed()).isFalse();
    assertThat(of(report, "s3").lastAuthenticated()).isNull();
    assertThat(of(report, "s3").totalAuthenticatedEntities()).isZero();
  }

  @Test
  void byActionEachActionHasItsLastAttempt() {
    var queue = "arn:aws:sqs:us-east-1:" + cloud.account() + ":";
    cloud.verdict(ann, "sqs:SendMessage", queue + "a");
    cloud.pass(Duration.ofMinutes(1));
    cloud.verdict(ann, "sqs:SendMessage", queue + "b");
    var later = cloud.now();
    cloud.verdict(ann, "sqs:PurgeQueue", queue + "b");
    var actions =
        of(get(generate(ann.arn(), AccessAdvisorUsageGranularityType.ACTION_LEVEL)), "sqs")
            .trackedActionsLastAccessed();
    assertThat(actions)
        .extracting(action -> action.actionName())
        .containsExactly("PurgeQueue", "SendMessage");
    assertThat(actions).allMatch(action -> action.lastAccessedTime().equals(later));
  }

  @Test
  void deniedAttemptsCountAsAttempts() {
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("no")
            .policyDocument(Cloud.denying("sqs:PurgeQueue"))
            .build());
    assertThat(cloud.verdict(ann, "sqs:PurgeQueue", "*")).contains("explicit deny");
    assertThat(of(get(generate(ann.arn(), null)), "sqs").lastAuthenticated())
        .isEqualTo(cloud.now());
  }

  @Test
  void theUsersBehindAGroupAndAPolicyAreListedWithTheirOwnAttempts() {
    var bob = user("bob");
    cloud.run(AddUserToGroupRequest.builder().groupName("readers").userName("bob").build());
    cloud.verdict(bob, "s3:GetObject", "arn:aws:s3:::b/k");
    for (var subject : List.of(group, S3)) {
      var job = generate(subject, null);
      assertThat(of(get(job), "s3").totalAuthenticatedEntities()).isEqualTo(1);
      var entities = entities(job, null);
      assertThat(entities.entityDetailsList())
          .extracting(details -> details.entityInfo().name())
          .containsExactly("ann", "bob");
      assertThat(entities.entityDetailsList().getFirst().lastAuthenticated()).isNull();
      assertThat(entities.entityDetailsList().getLast().lastAuthenticated()).isEqualTo(cloud.now());
      assertThat(entities.entityDetailsList().getLast().entityInfo().type())
          .isEqualTo(PolicyOwnerEntityType.USER);
    }
  }

  private GetServiceLastAccessedDetailsWithEntitiesResponse entities(
      String job, @Nullable String marker) {
    return cloud.run(
        GetServiceLastAccessedDetailsWithEntitiesRequest.builder()
            .jobId(job)
            .serviceNamespace("s3")
            .maxItems(marker == null ? null : 1)
            .marker(marker == null || marker.isEmpty() ? null : marker)
            .build(),
        GetServiceLastAccessedDetailsWithEntitiesResponse.class);
  }

  @Test
  void reportsComeInPages() {
    user("bob");
    cloud.run(AddUserToGroupRequest.builder().groupName("readers").userName("bob").build());
    var job = generate(group, null);
    var first = entities(job, "");
    assertThat(first.isTruncated()).isTrue();
    var second = entities(job, first.marker());
    assertThat(second.isTruncated()).isFalse();
    assertThat(second.entityDetailsList().getFirst().entityInfo().name()).isEqualTo("bob");

    var whole = get(generate(cloud.administrator.arn(), null)).servicesLastAccessed();
    var pages = new ArrayList<ServiceLastAccessed>();
    var all = generate(cloud.administrator.arn(), null);
    var marker = "";
    do {
      var page =
          cloud.run(
              GetServiceLastAccessedDetailsRequest.builder()
                  .jobId(all)
                  .maxItems(5)
                  .marker(marker.isEmpty() ? null : marker)
                  .build(),
              GetServiceLastAccessedDetailsResponse.class);
      pages.addAll(page.servicesLastAccessed());
      marker = Objects.requireNonNullElse(page.marker(), "");
    } while (!marker.isEmpty());
    assertThat(pages)
        .extracting(ServiceLastAccessed::serviceNamespace)
        .isEqualTo(whole.stream().map(ServiceLastAccessed::serviceNamespace).toList())
        .hasSizeGreaterThan(15);
  }

  @Test
  void whatIsNotThereHasNoReport() {
    Cloud.refused("NoSuchEntity", "was not found", () -> generate(ann.arn() + "x", null));
    Cloud.refused("NoSuchEntity", "", () -> generate(S3 + "x", null));
    Cloud.refused("NoSuchEntity", "job", () -> get(UUID.randomUUID().toString()));
  }

  @Test
  void thePoliciesThatGrantAServiceAreListedByService() {
    var granting = granting(ann.arn(), "s3", "sqs", "kms");
    assertThat(granting.policiesGrantingServiceAccess())
        .extracting(entry -> entry.serviceNamespace())
        .containsExactly("kms", "s3", "sqs");
    var entries = granting.policiesGrantingServiceAccess();
    assertThat(entries.getFirst().policies()).isEmpty();
    assertThat(entries.get(1).policies())
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.policyArn()).isEqualTo(S3);
              assertThat(policy.policyType()).isEqualTo(PolicyType.MANAGED);
              assertThat(policy.entityName()).isNull();
            });
    assertThat(entries.get(2).policies())
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.policyName()).isEqualTo("queues");
              assertThat(policy.policyType()).isEqualTo(PolicyType.INLINE);
              assertThat(policy.entityType()).isEqualTo(PolicyOwnerEntityType.USER);
              assertThat(policy.entityName()).isEqualTo("ann");
            });
    Cloud.refused("NoSuchEntity", "was not found", () -> granting(ann.arn() + "x", "s3"));
    Cloud.refused("InvalidInput", "user, group or role", () -> granting(S3, "s3"));
  }

  private ListPoliciesGrantingServiceAccessResponse granting(String arn, String... services) {
    return cloud.run(
        ListPoliciesGrantingServiceAccessRequest.builder()
            .arn(arn)
            .serviceNamespaces(services)
            .build(),
        ListPoliciesGrantingServiceAccessResponse.class);
  }
}
