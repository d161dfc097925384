package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.ManagedPolicy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/// How the API shows what is kept. Lists leave out tags, as AWS does.
final class Views {
  private Views() {}

  static User user(Entity user, Map<String, String> tags) {
    return User.builder()
        .userName(user.name())
        .userId(user.id())
        .arn(user.arn())
        .path(user.path())
        .createDate(user.createdAt())
        .permissionsBoundary(boundary(user.boundary()))
        .tags(tags.isEmpty() ? null : tags(tags))
        .build();
  }

  static Group group(Entity group) {
    return Group.builder()
        .groupName(group.name())
        .groupId(group.id())
        .arn(group.arn())
        .path(group.path())
        .createDate(group.createdAt())
        .build();
  }

  static Role role(Entity role, Map<String, String> tags) {
    var settings = role.roleSettings();
    return Role.builder()
        .roleName(role.name())
        .roleId(role.id())
        .arn(role.arn())
        .path(role.path())
        .createDate(role.createdAt())
        .assumeRolePolicyDocument(document(settings.trustPolicy()))
        .description(role.description())
        .maxSessionDuration(settings.maxSessionSeconds())
        .permissionsBoundary(boundary(role.boundary()))
        .tags(tags.isEmpty() ? null : tags(tags))
        .build();
  }

  static InstanceProfile instanceProfile(
      Entity profile, List<Entity> roles, Map<String, String> tags) {
    return InstanceProfile.builder()
        .instanceProfileName(profile.name())
        .instanceProfileId(profile.id())
        .arn(profile.arn())
        .path(profile.path())
        .createDate(profile.createdAt())
        .roles(roles.stream().map(role -> role(role, Map.of())).toList())
        .tags(tags.isEmpty() ? null : tags(tags))
        .build();
  }

  /// @param attached to how many users, groups and roles
  /// @param bounding how many users and roles
  static Policy policy(ManagedPolicy policy, int attached, int bounding, Map<String, String> tags) {
    return Policy.builder()
        .policyName(policy.name())
        .policyId(policy.id())
        .arn(policy.arn())
        .path(policy.path())
        .description(policy.description())
        .defaultVersionId("v" + policy.defaultVersion())
        .attachmentCount(attached)
        .permissionsBoundaryUsageCount(bounding)
        .isAttachable(true)
        .createDate(policy.createdAt())
        .updateDate(policy.updatedAt())
        .tags(tags.isEmpty() ? null : tags(tags))
        .build();
  }

  /// A version with its document; lists and answers to its making leave the document out.
  static PolicyVersion version(ManagedPolicy.Version version, boolean withDocument) {
    return PolicyVersion.builder()
        .versionId(version.id())
        .isDefaultVersion(version.isDefault())
        .createDate(version.createdAt())
        .document(withDocument ? document(version.document()) : null)
        .build();
  }

  static List<AttachedPolicy> attached(List<ManagedPolicy> policies) {
    return policies.stream()
        .map(p -> AttachedPolicy.builder().policyName(p.name()).policyArn(p.arn()).build())
        .toList();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  static List<Map.Entry<String, String>> entries(List<Tag> tags) {
    return tags.stream().map(tag -> Map.entry(tag.key(), tag.value())).toList();
  }

  /// Documents leave the API percent-encoded. Source: the API's page of GetRolePolicy.
  static String document(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A");
  }

  static @Nullable AttachedPermissionsBoundary boundary(@Nullable String arn) {
    return arn == null
        ? null
        : AttachedPermissionsBoundary.builder()
            .permissionsBoundaryArn(arn)
            .permissionsBoundaryType("PermissionsBoundaryPolicy")
            .build();
  }
}
