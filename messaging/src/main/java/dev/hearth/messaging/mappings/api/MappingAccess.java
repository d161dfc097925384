package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.api.Permissions;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What operations on mappings need, as the Service Authorization Reference has it for Lambda.
final class MappingAccess {
  private final MappingStore store;

  MappingAccess(MappingStore store) {
    this.store = store;
  }

  /// The condition key of the function that a mapping invokes, or is to invoke.
  static Map<String, List<String>> function(String arn) {
    return Map.of("lambda:FunctionArn", List.of(arn));
  }

  /// `action` on the mapping that a request names, which has its tags and its function.
  Access on(String action, Call call, String uuid) {
    var resource = arn(call, uuid);
    var conditions = new HashMap<String, List<String>>();
    store
        .read(tables -> tables.find(call.account(), call.region(), uuid))
        .ifPresent(
            found -> {
              conditions.putAll(function(found.function().arn()));
              found
                  .tags()
                  .forEach(
                      (key, value) -> conditions.put("aws:ResourceTag/" + key, List.of(value)));
            });
    return new Access(
        List.of(new Access.Need(action, resource.toString(), Map.copyOf(conditions))));
  }

  static Arn arn(Call call, String uuid) {
    return Arn.of("lambda", call.region(), call.account(), "event-source-mapping:" + uuid);
  }

  /// The same, where the request brings tags.
  static Access tagging(Access access, Map<String, String> tags) {
    return tags.isEmpty()
        ? access
        : access.and("lambda:TagResource", "*", Permissions.requestTags(tags));
  }

  static ServiceException notFound() {
    return new ServiceException(
            "ResourceNotFoundException", 404, "The resource you requested does not exist.")
        .with("Type", "User");
  }

  /// Refuses to change what is being changed.
  ///
  /// @param verb `update` or `delete`
  static Mapping settled(Mapping mapping, String verb) {
    if (!mapping.state().settled()) {
      throw inUse(verb);
    }
    return mapping;
  }

  static ServiceException inUse(String verb) {
    return new ServiceException(
            "ResourceInUseException",
            400,
            "Cannot " + verb + " the event source mapping because it is in use.")
        .with("Type", "User");
  }
}
