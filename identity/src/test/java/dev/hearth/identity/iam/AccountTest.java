package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;

class AccountTest {
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
  void anAccountHasOneAliasThatNoOtherHas() {
    assertThat(aliases()).isEmpty();
    cloud.run(CreateAccountAliasRequest.builder().accountAlias("one").build());
    cloud.run(CreateAccountAliasRequest.builder().accountAlias("two").build());
    assertThat(aliases()).containsExactly("two");
    Cloud.refused(
        "EntityAlreadyExists",
        "The account alias two already exists.",
        () ->
            cloud.run(
                cloud.stranger("111122223333"),
                CreateAccountAliasRequest.builder().accountAlias("two").build()));
    Cloud.refused(
        "NoSuchEntity",
        "The Account Alias one cannot be found.",
        () -> cloud.run(DeleteAccountAliasRequest.builder().accountAlias("one").build()));
    cloud.run(DeleteAccountAliasRequest.builder().accountAlias("two").build());
    assertThat(aliases()).isEmpty();
  }

  @Test
  void theSummaryCounts() {
    cloud.run(CreateUserRequest.builder().userName("ann").build());

    var summary =
        cloud
            .run(GetAccountSummaryRequest.builder().build(), GetAccountSummaryResponse.class)
            .summaryMapAsStrings();
    assertThat(summary)
        .containsEntry("Users", 2)
        .containsEntry("UsersQuota", 5_000)
        .containsEntry("Roles", 0)
        .containsEntry("AccessKeysPerUserQuota", 2);
  }

  @Test
  void theDetailsShowEverythingWithItsPolicies() {
    cloud.run(CreateGroupRequest.builder().groupName("ops").build());
    cloud.run(AddUserToGroupRequest.builder().groupName("ops").userName("administrator").build());
    cloud.run(
        CreateRoleRequest.builder()
            .roleName("r")
            .assumeRolePolicyDocument(Cloud.TRUSTS_LAMBDA)
            .build());
    cloud.run(
        PutRolePolicyRequest.builder()
            .roleName("r")
            .policyName("p")
            .policyDocument(Cloud.ALLOWS_ALL)
            .build());

    var details = details(GetAccountAuthorizationDetailsRequest.builder().build());
    assertThat(details.userDetailList())
        .singleElement()
        .satisfies(
            user -> {
              assertThat(user.groupList()).containsExactly("ops");
              assertThat(user.attachedManagedPolicies()).hasSize(1);
            });
    assertThat(details.groupDetailList()).extracting("groupName").containsExactly("ops");
    assertThat(details.roleDetailList())
        .singleElement()
        .satisfies(role -> assertThat(role.rolePolicyList()).hasSize(1));
    assertThat(details.policies()).extracting("policyName").containsExactly("AdministratorAccess");
    var roles =
        details(GetAccountAuthorizationDetailsRequest.builder().filterWithStrings("Role").build());
    assertThat(roles.userDetailList()).isEmpty();
    assertThat(roles.roleDetailList()).hasSize(1);
  }

  @Test
  void accountsSeeNothingOfEachOther() {
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    var stranger = cloud.stranger("111122223333");

    Cloud.refused(
        "NoSuchEntity",
        "The user with name ann cannot be found.",
        () -> cloud.run(stranger, GetUserRequest.builder().userName("ann").build()));
    assertThat(
            cloud
                .run(stranger, ListUsersRequest.builder().build(), ListUsersResponse.class)
                .users())
        .isEmpty();
  }

  @Test
  void aPathIsPartOfWhatACallerMustBeAllowed() {
    cloud.run(CreateUserRequest.builder().userName("ann").path("/a/").build());
    cloud.run(CreateUserRequest.builder().userName("bob").path("/b/").build());
    cloud.run(
        PutUserPolicyRequest.builder()
            .userName("ann")
            .policyName("p")
            .policyDocument(
                Cloud.allowing("iam:GetUser").replace("\"*\"", "\"arn:aws:iam::*:user/a/*\""))
            .build());
    var key =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey()
            .accessKeyId();
    var ann = cloud.caller(key, null);

    cloud.run(ann, GetUserRequest.builder().build());
    Cloud.refused(
        "AccessDenied",
        "is not authorized to perform: iam:GetUser on resource: arn:aws:iam::"
            + cloud.account()
            + ":user/b/bob",
        () -> cloud.run(ann, GetUserRequest.builder().userName("bob").build()));
  }

  @Test
  void policiesAreSimulated() {
    var custom =
        cloud
            .run(
                SimulateCustomPolicyRequest.builder()
                    .policyInputList(
                        Cloud.allowing("s3:*"),
                        Cloud.denying("s3:PutObject"),
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*",
                         "Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}
                        """)
                    .actionNames("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sns:Publish")
                    .resourceArns("arn:aws:s3:::b/k")
                    .contextEntries(
                        ContextEntry.builder()
                            .contextKeyName("aws:SecureTransport")
                            .contextKeyType("boolean")
                            .contextKeyValues("true")
                            .build())
                    .build(),
                SimulateCustomPolicyResponse.class)
            .evaluationResults();
    assertThat(custom)
        .extracting(result -> result.evalActionName() + " " + result.evalDecisionAsString())
        .containsExactlyInAnyOrder(
            "s3:GetObject allowed",
            "s3:PutObject explicitDeny",
            "sqs:SendMessage allowed",
            "sns:Publish implicitDeny");
    Cloud.refused(
        "NoSuchEntity",
        "cannot be found",
        () ->
            cloud.run(
                SimulatePrincipalPolicyRequest.builder()
                    .policySourceArn("arn:aws:iam::" + cloud.account() + ":user/none")
                    .actionNames("s3:GetObject")
                    .build()));
  }

  private GetAccountAuthorizationDetailsResponse details(
      GetAccountAuthorizationDetailsRequest input) {
    return cloud.run(input, GetAccountAuthorizationDetailsResponse.class);
  }

  private List<String> aliases() {
    return cloud
        .run(ListAccountAliasesRequest.builder().build(), ListAccountAliasesResponse.class)
        .accountAliases();
  }
}
