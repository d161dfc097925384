package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyUser;

/// Lists the users, groups and roles that a managed policy is attached to, or bounds.
record ListEntitiesForPolicy(Iam iam)
    implements Operation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> {
  @Override
  public Access access(ListEntitiesForPolicyRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public ListEntitiesForPolicyResponse run(ListEntitiesForPolicyRequest input, Call call) {
    var users = iam.read(call, tables -> users(tables, input));
    var page = Page.of(users, ListEntitiesForPolicy::key, input.maxItems(), input.marker());
    return ListEntitiesForPolicyResponse.builder()
        .policyUsers(
            of(page, EntityKind.USER)
                .map(e -> PolicyUser.builder().userName(e.name()).userId(e.id()).build())
                .toList())
        .policyGroups(
            of(page, EntityKind.GROUP)
                .map(e -> PolicyGroup.builder().groupName(e.name()).groupId(e.id()).build())
                .toList())
        .policyRoles(
            of(page, EntityKind.ROLE)
                .map(e -> PolicyRole.builder().roleName(e.name()).roleId(e.id()).build())
                .toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static List<Entity> users(Directory tables, ListEntitiesForPolicyRequest input) {
    var arn = tables.managedPolicies().require(input.policyArn()).arn();
    var usage = input.policyUsageFilter();
    var attached =
        usage == PolicyUsageType.PERMISSIONS_BOUNDARY
            ? Stream.<Entity>empty()
            : tables.attachments().owners(arn).stream();
    var bounded =
        usage == PolicyUsageType.PERMISSIONS_POLICY
            ? Stream.<Entity>empty()
            : tables.attachments().bounded(arn).stream();
    var prefix = input.pathPrefix() == null ? "/" : input.pathPrefix();
    return Stream.concat(attached, bounded)
        .distinct()
        .filter(entity -> entity.path().startsWith(prefix))
        .filter(entity -> isWanted(entity.kind(), input.entityFilter()))
        .toList();
  }

  private static boolean isWanted(EntityKind kind, @Nullable EntityType filter) {
    return switch (filter) {
      case USER -> kind == EntityKind.USER;
      case GROUP -> kind == EntityKind.GROUP;
      case ROLE -> kind == EntityKind.ROLE;
      case null, default -> true;
    };
  }

  private static String key(Entity entity) {
    return entity.kind() + " " + entity.name();
  }

  private static Stream<Entity> of(Page<Entity> page, EntityKind kind) {
    return page.items().stream().filter(entity -> entity.kind() == kind);
  }
}
