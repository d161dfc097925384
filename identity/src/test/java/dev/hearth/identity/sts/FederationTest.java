package dev.hearth.identity.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import dev.hearth.wire.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;
import software.amazon.awssdk.services.sts.model.Tag;

class FederationTest {
  private static final String GET = "s3:GetObject";
  private static final String OBJECT = "arn:aws:s3:::b/k";

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
  void aFederatedUserMayDoWhatBothTheUserAndTheSessionAllow() {
    var response = federate(cloud.administrator, input -> input.policy(Cloud.allowing("s3:*")));
    var fred = caller(response);

    assertThat(response.federatedUser().arn()).isEqualTo(arn());
    assertThat(response.federatedUser().federatedUserId()).isEqualTo(cloud.account() + ":fred");
    assertThat(response.packedPolicySize()).isPositive();
    assertThat(response.credentials().expiration())
        .isEqualTo(cloud.now().plus(Duration.ofHours(12)));
    assertThat(cloud.verdict(fred, GET, OBJECT)).isEqualTo("allowed");
    assertThat(cloud.verdict(fred, "sqs:SendMessage", "*"))
        .startsWith("User: " + arn())
        .contains("no session policy allows");
  }

  @Test
  void aFederatedUserHasNothingThatTheUserHasNot() {
    cloud.run(CreateUserRequest.builder().userName("ann").build(), CreateUserResponse.class);
    put("ann", Cloud.allowing("sts:*"));
    var fred = caller(federate(ann(), input -> input.policy(Cloud.allowing("*"))));

    assertThat(cloud.verdict(fred, GET, OBJECT)).contains("no identity-based policy allows");
    put("ann", Cloud.allowing("s3:*"));
    assertThat(cloud.verdict(fred, GET, OBJECT)).isEqualTo("allowed");
    put("ann", Cloud.denying("s3:*"));
    assertThat(cloud.verdict(fred, GET, OBJECT)).contains("explicit deny");
  }

  @Test
  void withoutASessionPolicyOnlyAResourceThatNamesTheFederatedUserAllows() {
    var fred = caller(federate(cloud.administrator, input -> input));

    assertThat(cloud.verdict(fred, GET, OBJECT)).contains("no session policy allows");
    cloud.resourcePolicies.put(OBJECT, naming("arn:aws:iam::" + cloud.account() + ":root"));
    assertThat(cloud.verdict(fred, GET, OBJECT)).contains("no session policy allows");
    cloud.resourcePolicies.put(OBJECT, naming(cloud.administrator.arn()));
    assertThat(cloud.verdict(fred, GET, OBJECT)).contains("no session policy allows");
    cloud.resourcePolicies.put(OBJECT, naming(arn()));
    assertThat(cloud.verdict(fred, GET, OBJECT)).isEqualTo("allowed");
  }

  @Test
  void aFederatedUserIsToldFromTheUserByItsKeys() {
    var fred =
        caller(
            federate(
                cloud.administrator,
                input -> input.tags(Tag.builder().key("team").value("red").build())));
    var identity =
        cloud.run(
            fred, GetCallerIdentityRequest.builder().build(), GetCallerIdentityResponse.class);

    assertThat(identity.arn()).isEqualTo(arn());
    assertThat(identity.userId()).isEqualTo(cloud.account() + ":fred");
    assertThat(fred.conditions())
        .containsAllEntriesOf(
            Map.of(
                "aws:PrincipalArn", arn(),
                "aws:PrincipalType", "FederatedUser",
                "aws:PrincipalTag/team", "red"))
        .containsKey("aws:TokenIssueTime")
        .doesNotContainKey("aws:username");
  }

  @Test
  void aFederatedUserHasNoWayToIamOrToOtherSessions() {
    var fred = caller(federate(cloud.administrator, input -> input.policy(Cloud.allowing("*"))));

    Cloud.refused(
        "InvalidClientTokenId",
        "token included",
        () -> cloud.run(fred, ListUsersRequest.builder().build()));
    Cloud.refused("AccessDenied", "session credentials", () -> federate(fred, input -> input));
  }

  @Test
  void onlyAUserWithAKeyOfTheirOwnFederates() {
    var session =
        cloud
            .run(GetSessionTokenRequest.builder().build(), GetSessionTokenResponse.class)
            .credentials();

    Cloud.refused(
        "AccessDenied",
        "Cannot call GetFederationToken with session credentials",
        () -> federate(cloud.caller(session.accessKeyId(), session.sessionToken()), i -> i));
  }

  @Test
  void aUserMustBeAllowedToFederate() {
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    var ann = ann();

    Cloud.refused(
        "AccessDenied",
        "sts:GetFederationToken on resource: " + arn(),
        () -> federate(ann, input -> input));
    put("ann", Cloud.allowing("sts:GetFederationToken"));
    assertThat(federate(ann, input -> input).credentials().sessionToken()).isNotEmpty();
    Cloud.refused(
        "AccessDenied",
        "sts:TagSession",
        () -> federate(ann, input -> input.tags(Tag.builder().key("k").value("v").build())));
  }

  @Test
  void aTokenLastsAsLongAsItIsAskedFor() {
    var response = federate(cloud.administrator, input -> input.durationSeconds(129_600));

    cloud.pass(Duration.ofHours(36).minusSeconds(1));
    assertThat(caller(response).arn()).isEqualTo(arn());
    cloud.pass(Duration.ofSeconds(1));
    Cloud.refused("ExpiredTokenException", "is expired", () -> caller(response));
  }

  private String arn() {
    return "arn:aws:sts::" + cloud.account() + ":federated-user/fred";
  }

  private String naming(String principal) {
    return """
    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",\
    "Resource":"*","Principal":{"AWS":"%s"}}}\
    """
        .formatted(principal);
  }

  private void put(String user, String document) {
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName(user)
            .policyName("p")
            .policyDocument(document)
            .build());
  }

  private Caller ann() {
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey();
    return cloud.caller(key.accessKeyId(), null);
  }

  private GetFederationTokenResponse federate(
      Caller caller, UnaryOperator<GetFederationTokenRequest.Builder> more) {
    var input = GetFederationTokenRequest.builder().name("fred");
    return cloud.run(caller, more.apply(input).build(), GetFederationTokenResponse.class);
  }

  private Caller caller(GetFederationTokenResponse response) {
    return cloud.caller(
        response.credentials().accessKeyId(), response.credentials().sessionToken());
  }
}
