package dev.hearth.identity.iam;

import dev.hearth.identity.federation.Issuers;
import dev.hearth.wire.Operation;
import dev.hearth.wire.Service;
import java.util.List;
import java.util.stream.Stream;

/// IAM: its operations on users, groups, roles, policies and the account.
///
/// Not there yet: passwords, MFA devices, SAML providers, certificates and reports of last
/// accesses.
public final class IamService {
  private IamService() {}

  /// The service, of which every operation works on the caller's account.
  ///
  /// @param issuers the servers of OpenID Connect providers
  public static Service of(Iam iam, Issuers issuers) {
    return new Service(
        "iam",
        Stream.of(
                users(iam),
                groups(iam),
                instanceProfiles(iam),
                roles(iam),
                managedPolicies(iam),
                providers(iam, issuers),
                account(iam))
            .<Operation<?, ?>>flatMap(List::stream)
            .toList());
  }

  private static List<Operation<?, ?>> users(Iam iam) {
    return List.of(
        new PutUserPolicy(iam),
        new GetUserPolicy(iam),
        new ListUserPolicies(iam),
        new DeleteUserPolicy(iam),
        new AttachUserPolicy(iam),
        new DetachUserPolicy(iam),
        new ListAttachedUserPolicies(iam),
        new PutUserPermissionsBoundary(iam),
        new DeleteUserPermissionsBoundary(iam),
        new TagUser(iam),
        new UntagUser(iam),
        new ListUserTags(iam),
        new CreateUser(iam),
        new GetUser(iam),
        new UpdateUser(iam),
        new DeleteUser(iam),
        new ListUsers(iam),
        new CreateAccessKey(iam),
        new ListAccessKeys(iam),
        new UpdateAccessKey(iam),
        new DeleteAccessKey(iam),
        new GetAccessKeyLastUsed(iam));
  }

  private static List<Operation<?, ?>> groups(Iam iam) {
    return List.of(
        new PutGroupPolicy(iam),
        new GetGroupPolicy(iam),
        new ListGroupPolicies(iam),
        new DeleteGroupPolicy(iam),
        new AttachGroupPolicy(iam),
        new DetachGroupPolicy(iam),
        new ListAttachedGroupPolicies(iam),
        new UpdateGroup(iam),
        new DeleteGroup(iam),
        new ListGroups(iam),
        new CreateGroup(iam),
        new GetGroup(iam),
        new AddUserToGroup(iam),
        new RemoveUserFromGroup(iam),
        new ListGroupsForUser(iam));
  }

  private static List<Operation<?, ?>> instanceProfiles(Iam iam) {
    return List.of(
        new TagInstanceProfile(iam),
        new UntagInstanceProfile(iam),
        new ListInstanceProfileTags(iam),
        new DeleteInstanceProfile(iam),
        new CreateInstanceProfile(iam),
        new GetInstanceProfile(iam),
        new ListInstanceProfiles(iam),
        new ListInstanceProfilesForRole(iam),
        new AddRoleToInstanceProfile(iam),
        new RemoveRoleFromInstanceProfile(iam));
  }

  private static List<Operation<?, ?>> roles(Iam iam) {
    return List.of(
        new PutRolePolicy(iam),
        new GetRolePolicy(iam),
        new ListRolePolicies(iam),
        new DeleteRolePolicy(iam),
        new AttachRolePolicy(iam),
        new DetachRolePolicy(iam),
        new ListAttachedRolePolicies(iam),
        new PutRolePermissionsBoundary(iam),
        new DeleteRolePermissionsBoundary(iam),
        new TagRole(iam),
        new UntagRole(iam),
        new ListRoleTags(iam),
        new ListRoles(iam),
        new CreateRole(iam),
        new GetRole(iam),
        new UpdateRole(iam),
        new UpdateRoleDescription(iam),
        new UpdateAssumeRolePolicy(iam),
        new DeleteRole(iam),
        new CreateServiceLinkedRole(iam),
        new DeleteServiceLinkedRole(iam),
        new GetServiceLinkedRoleDeletionStatus(iam));
  }

  private static List<Operation<?, ?>> managedPolicies(Iam iam) {
    return List.of(
        new TagPolicy(iam),
        new UntagPolicy(iam),
        new ListPolicyTags(iam),
        new CreatePolicy(iam),
        new GetPolicy(iam),
        new DeletePolicy(iam),
        new ListPolicies(iam),
        new CreatePolicyVersion(iam),
        new GetPolicyVersion(iam),
        new ListPolicyVersions(iam),
        new DeletePolicyVersion(iam),
        new SetDefaultPolicyVersion(iam),
        new ListEntitiesForPolicy(iam));
  }

  private static List<Operation<?, ?>> providers(Iam iam, Issuers issuers) {
    return List.of(
        new CreateOpenIDConnectProvider(iam, issuers),
        new GetOpenIDConnectProvider(iam),
        new ListOpenIDConnectProviders(iam),
        new DeleteOpenIDConnectProvider(iam),
        new AddClientIDToOpenIDConnectProvider(iam),
        new RemoveClientIDFromOpenIDConnectProvider(iam),
        new UpdateOpenIDConnectProviderThumbprint(iam),
        new TagOpenIDConnectProvider(iam),
        new UntagOpenIDConnectProvider(iam),
        new ListOpenIDConnectProviderTags(iam));
  }

  private static List<Operation<?, ?>> account(Iam iam) {
    return List.of(
        new CreateAccountAlias(iam),
        new ListAccountAliases(iam),
        new DeleteAccountAlias(iam),
        new GetAccountSummary(iam),
        new GenerateCredentialReport(iam),
        new GetCredentialReport(iam),
        new GenerateServiceLastAccessedDetails(iam),
        new GetServiceLastAccessedDetails(iam),
        new GetServiceLastAccessedDetailsWithEntities(iam),
        new ListPoliciesGrantingServiceAccess(iam),
        new SimulateCustomPolicy(iam),
        new SimulatePrincipalPolicy(iam),
        new GetAccountAuthorizationDetails(iam));
  }
}
