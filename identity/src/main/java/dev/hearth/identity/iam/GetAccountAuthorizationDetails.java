package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.ManagedPolicy;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;

/// Shows all users, groups, roles and managed policies of the account, with their policies.
record GetAccountAuthorizationDetails(Iam iam)
    implements Operation<
        GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse> {

  /// Something to show, and its place in the order of all.
  private sealed interface Item {
    String key();

    record OfEntity(Entity entity) implements Item {
      @Override
      public String key() {
        return entity.kind() + " " + entity.name();
      }
    }

    record OfPolicy(ManagedPolicy policy) implements Item {
      @Override
      public String key() {
        return EntityKind.POLICY + " " + policy.arn();
      }
    }
  }

  @Override
  public Access access(GetAccountAuthorizationDetailsRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GetAccountAuthorizationDetailsResponse run(
      GetAccountAuthorizationDetailsRequest input, Call call) {
    return iam.read(call, tables -> show(tables, input));
  }

  private static GetAccountAuthorizationDetailsResponse show(
      Directory tables, GetAccountAuthorizationDetailsRequest input) {
    var page = Page.of(select(tables, input.filter()), Item::key, input.maxItems(), input.marker());
    var details = new Details(tables);
    return GetAccountAuthorizationDetailsResponse.builder()
        .userDetailList(of(page, EntityKind.USER).stream().map(details::user).toList())
        .groupDetailList(of(page, EntityKind.GROUP).stream().map(details::group).toList())
        .roleDetailList(of(page, EntityKind.ROLE).stream().map(details::role).toList())
        .policies(
            page.items().stream()
                .filter(Item.OfPolicy.class::isInstance)
                .map(item -> details.policy(((Item.OfPolicy) item).policy()))
                .toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static List<Item> select(Directory tables, List<EntityType> filter) {
    var items = new ArrayList<Item>();
    for (var kind : List.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE)) {
      if (filter.isEmpty() || filter.contains(type(kind))) {
        tables.entities().list(kind, null).forEach(e -> items.add(new Item.OfEntity(e)));
      }
    }
    if (filter.isEmpty() || filter.contains(EntityType.LOCAL_MANAGED_POLICY)) {
      tables.managedPolicies().own().forEach(p -> items.add(new Item.OfPolicy(p)));
    }
    if (filter.isEmpty() || filter.contains(EntityType.AWS_MANAGED_POLICY)) {
      tables.managedPolicies().offered().stream()
          .filter(p -> !tables.attachments().owners(p.arn()).isEmpty()) // as AWS: those in use
          .forEach(p -> items.add(new Item.OfPolicy(p)));
    }
    return items;
  }

  private static EntityType type(EntityKind kind) {
    return switch (kind) {
      case USER -> EntityType.USER;
      case GROUP -> EntityType.GROUP;
      case ROLE -> EntityType.ROLE;
      case POLICY, INSTANCE_PROFILE, OIDC_PROVIDER -> EntityType.LOCAL_MANAGED_POLICY;
    };
  }

  private static List<Entity> of(Page<Item> page, EntityKind kind) {
    return page.items().stream()
        .filter(Item.OfEntity.class::isInstance)
        .map(item -> ((Item.OfEntity) item).entity())
        .filter(entity -> entity.kind() == kind)
        .toList();
  }
}
