package dev.hearth.functions.api;

import dev.hearth.functions.TaggedResource;
import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Whatever has tags: functions, and the kinds of resources that other parts have.
public final class TaggedResources {
  private final FunctionStore store;
  private final Attributes attributes;
  private final Permissions permissions;
  private final Map<String, TaggedResource> kinds = new ConcurrentHashMap<>();

  TaggedResources(FunctionStore store, Attributes attributes, Permissions permissions) {
    this.store = store;
    this.attributes = attributes;
    this.permissions = permissions;
  }

  /// Finds the resources of one kind in `resources` from now on.
  ///
  /// @param kind as in their ARNs, such as `event-source-mapping`
  public void serve(String kind, TaggedResource resources) {
    kinds.put(kind, resources);
  }

  private record Other(Arn arn, TaggedResource resources, String id) {}

  /// The resource that an ARN names, where it is no function; else null.
  private @Nullable Other other(Call call, String resource) {
    var arn = Arn.parse(resource).orElse(null);
    if (arn == null || !arn.service().equals("lambda") || arn.resource().indexOf(':') < 0) {
      return null;
    }
    int colon = arn.resource().indexOf(':');
    var resources = kinds.get(arn.resource().substring(0, colon));
    if (resources == null) {
      return null;
    }
    if (!arn.account().equals(call.account().digits())
        || !arn.region().equals(call.region().name())) {
      throw new ServiceException(
              "ResourceNotFoundException", 404, "The resource you requested does not exist.")
          .with("Type", "User");
    }
    return new Other(arn, resources, arn.resource().substring(colon + 1));
  }

  /// `action` on the resource, which has its tags.
  Access access(String action, Call call, String resource, Map<String, List<String>> conditions) {
    var other = other(call, resource);
    if (other == null) {
      return permissions.on(action, Tags.function(call, resource), conditions);
    }
    var all = new HashMap<>(conditions);
    other
        .resources
        .tags(call, other.id)
        .forEach((key, value) -> all.put("aws:ResourceTag/" + key, List.of(value)));
    return new Access(List.of(new Access.Need(action, other.arn.toString(), Map.copyOf(all))));
  }

  /// @throws ServiceException `ResourceNotFoundException`
  Map<String, String> tags(Call call, String resource) {
    var other = other(call, resource);
    if (other != null) {
      return other.resources.tags(call, other.id);
    }
    var function = Tags.function(call, resource);
    return store
        .read(tables -> tables.function(function))
        .orElseThrow(() -> Refusals.notFound(function.functionArn()))
        .tags();
  }

  /// @throws ServiceException `ResourceNotFoundException`; what `change` throws
  void update(Call call, String resource, UnaryOperator<Map<String, String>> change) {
    var other = other(call, resource);
    if (other != null) {
      other.resources.update(call, other.id, change);
    } else {
      var reference = Tags.function(call, resource);
      var latest =
          store
              .read(tables -> Catalogue.find(tables, reference))
              .orElseThrow(() -> Refusals.notFound(reference.functionArn()));
      attributes.update(
          reference,
          function ->
              function.tagged(
                  Tags.checkFunctions(
                      change.apply(function.tags()),
                      latest.environment(),
                      latest.settings().image() != null)));
    }
  }
}
