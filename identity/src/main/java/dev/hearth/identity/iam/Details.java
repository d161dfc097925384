package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.ManagedPolicy;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// How GetAccountAuthorizationDetails shows what there is: with all policies.
record Details(Directory tables) {

  UserDetail user(Entity user) {
    return UserDetail.builder()
        .userName(user.name())
        .userId(user.id())
        .arn(user.arn())
        .path(user.path())
        .createDate(user.createdAt())
        .userPolicyList(inline(user))
        .attachedManagedPolicies(Views.attached(tables.attachments().of(user)))
        .groupList(
            tables.memberships().containers(user, EntityKind.GROUP).stream()
                .map(Entity::name)
                .toList())
        .permissionsBoundary(Views.boundary(user.boundary()))
        .tags(Views.tags(tables.tags().of(user)))
        .build();
  }

  GroupDetail group(Entity group) {
    return GroupDetail.builder()
        .groupName(group.name())
        .groupId(group.id())
        .arn(group.arn())
        .path(group.path())
        .createDate(group.createdAt())
        .groupPolicyList(inline(group))
        .attachedManagedPolicies(Views.attached(tables.attachments().of(group)))
        .build();
  }

  RoleDetail role(Entity role) {
    return RoleDetail.builder()
        .roleName(role.name())
        .roleId(role.id())
        .arn(role.arn())
        .path(role.path())
        .createDate(role.createdAt())
        .assumeRolePolicyDocument(Views.document(role.roleSettings().trustPolicy()))
        .rolePolicyList(inline(role))
        .attachedManagedPolicies(Views.attached(tables.attachments().of(role)))
        .instanceProfileList(instanceProfiles(role))
        .permissionsBoundary(Views.boundary(role.boundary()))
        .tags(Views.tags(tables.tags().of(role)))
        .build();
  }

  ManagedPolicyDetail policy(ManagedPolicy policy) {
    return ManagedPolicyDetail.builder()
        .policyName(policy.name())
        .policyId(policy.id())
        .arn(policy.arn())
        .path(policy.path())
        .description(policy.description())
        .defaultVersionId("v" + policy.defaultVersion())
        .attachmentCount(tables.attachments().owners(policy.arn()).size())
        .permissionsBoundaryUsageCount(tables.attachments().bounded(policy.arn()).size())
        .isAttachable(true)
        .createDate(policy.createdAt())
        .updateDate(policy.updatedAt())
        .policyVersionList(
            tables.managedPolicies().versions(policy).stream()
                .map(version -> Views.version(version, true))
                .toList())
        .build();
  }

  private List<PolicyDetail> inline(Entity owner) {
    return tables.inlinePolicies().of(owner).entrySet().stream()
        .map(
            policy ->
                PolicyDetail.builder()
                    .policyName(policy.getKey())
                    .policyDocument(Views.document(policy.getValue()))
                    .build())
        .toList();
  }

  private List<InstanceProfile> instanceProfiles(Entity role) {
    return tables.memberships().containers(role, EntityKind.INSTANCE_PROFILE).stream()
        .map(profile -> Views.instanceProfile(profile, List.of(role), Map.of()))
        .toList();
  }
}
