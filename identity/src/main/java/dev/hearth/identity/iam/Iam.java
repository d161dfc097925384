package dev.hearth.identity.iam;

import dev.hearth.identity.credentials.AccessKeySecrets;
import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.identity.store.KeyUse;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;

/// What the operations of IAM share: the caller's account, and what a caller must be allowed.
///
/// @param store where everything is kept
/// @param ids draws unique ids, keys and secrets
/// @param secrets seals access keys
public record Iam(
    IamStore store,
    Principals principals,
    AccessKeySecrets secrets,
    KeyUse keyUse,
    AccessLedger ledger,
    AwsIds ids,
    InstantSource clock) {

  <T extends @Nullable Object> T read(Call call, Function<Directory, T> work) {
    return store.read(call.account(), work);
  }

  <T extends @Nullable Object> T write(Call call, Function<Directory, T> work) {
    return store.write(call.account(), work);
  }

  /// Draws a new entity without boundary, description or role; `work` of a transaction may run
  /// twice, so call it before.
  Entity draw(Call call, EntityKind kind, @Nullable String path, String name) {
    return new Entity(
        ids.uniqueId(kind.idPrefix()),
        call.account(),
        kind,
        name,
        path == null ? "/" : path,
        null,
        null,
        null,
        clock.instant());
  }

  /// What an operation needs that has no resource, such as a list.
  Access onAll(String operation) {
    return Access.to("iam:" + operation, "*");
  }

  /// What an operation needs on something that exists; its path is part of its ARN, and its tags
  /// are condition keys. What does not exist is taken to have the path `/`.
  Access on(String operation, Call call, EntityKind kind, String name) {
    return on(operation, call, kind, name, Map.of());
  }

  /// As above, with the operation's own condition keys.
  Access on(
      String operation,
      Call call,
      EntityKind kind,
      String name,
      Map<String, List<String>> conditions) {
    return read(
        call,
        iam -> {
          var keys = new HashMap<>(conditions);
          var entity = iam.entities().find(kind, name);
          entity.ifPresent(found -> addTags(iam.tags().of(found), keys));
          var arn =
              entity.map(Entity::arn).orElseGet(() -> Entity.arn(call.account(), kind, "/", name));
          return Access.NONE.and("iam:" + operation, arn, keys);
        });
  }

  /// What an operation needs to make something.
  Access onNew(
      String operation,
      Call call,
      EntityKind kind,
      @Nullable String path,
      String name,
      Map<String, List<String>> conditions) {
    var arn = Entity.arn(call.account(), kind, path == null ? "/" : path, name);
    return Access.NONE.and("iam:" + operation, arn, conditions);
  }

  /// What an operation needs on a managed policy.
  Access onPolicy(String operation, Call call, String policyArn) {
    return onPolicy(operation, call, policyArn, Map.of());
  }

  /// As above, with the operation's own condition keys.
  Access onPolicy(
      String operation, Call call, String policyArn, Map<String, List<String>> conditions) {
    var name = policyArn.substring(policyArn.lastIndexOf('/') + 1);
    var found =
        read(
            call,
            iam ->
                iam.entities()
                    .find(EntityKind.POLICY, name)
                    .filter(policy -> policy.arn().equals(policyArn))
                    .map(policy -> iam.tags().of(policy)));
    var keys = new HashMap<>(conditions);
    found.ifPresent(tags -> addTags(tags, keys));
    return Access.NONE.and("iam:" + operation, policyArn, keys);
  }

  /// The ARN of the role of this name; with the path `/` where there is none.
  String roleArn(Call call, String name) {
    return read(call, iam -> iam.entities().find(EntityKind.ROLE, name))
        .map(Entity::arn)
        .orElseGet(() -> Entity.arn(call.account(), EntityKind.ROLE, "/", name));
  }

  /// The permissions boundary of a user or role; null where it has none or does not exist.
  @Nullable String boundary(Call call, EntityKind kind, String name) {
    return read(call, iam -> iam.entities().find(kind, name)).map(Entity::boundary).orElse(null);
  }

  /// Refuses a new entity whose boundary is no managed policy.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  static void requireBoundary(Directory tables, Entity entity) {
    var boundary = entity.boundary();
    if (boundary != null) {
      tables.managedPolicies().requireAttachable(boundary);
    }
  }

  /// The user that is named, or the one who calls.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationError` where neither is a user
  static String userName(@Nullable String given, Call call) {
    if (given != null) {
      return given;
    }
    var own = call.caller().conditions().get("aws:username");
    if (own == null) {
      throw IamError.validation("Must specify userName when calling with non-User credentials");
    }
    return own;
  }

  /// The condition keys of tags in a request, and of a permissions boundary.
  static Map<String, List<String>> conditions(List<Tag> tags, @Nullable String boundary) {
    var keys = new HashMap<String, List<String>>();
    for (var tag : tags) {
      keys.put("aws:RequestTag/" + tag.key(), List.of(tag.value()));
    }
    if (!tags.isEmpty()) {
      keys.put("aws:TagKeys", tags.stream().map(Tag::key).toList());
    }
    if (boundary != null) {
      keys.put("iam:PermissionsBoundary", List.of(boundary));
    }
    return keys;
  }

  private static void addTags(Map<String, String> tags, Map<String, List<String>> keys) {
    tags.forEach(
        (key, value) -> {
          keys.put("aws:ResourceTag/" + key, List.of(value));
          keys.put("iam:ResourceTag/" + key, List.of(value));
        });
  }
}
