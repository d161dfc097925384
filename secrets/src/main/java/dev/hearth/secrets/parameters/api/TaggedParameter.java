package dev.hearth.secrets.parameters.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.parameters.Parameter;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A parameter as the operations on tags name it, which are there for other things too.
record TaggedParameter(ParameterStore store) {
  private static final int MOST = 50;

  Access access(String type, String id, Map<String, List<String>> conditions, Call call) {
    return ParameterAccess.and(Access.NONE, store, call, name(type, id, call), conditions);
  }

  private static ParameterName name(String type, String id, Call call) {
    if (!type.equals("Parameter")) {
      throw ParameterRefusals.of(
          "InvalidResourceType",
          "The resource type is not valid: of Systems Manager, Hearth has parameters only.");
    }
    return ParameterName.whole(id, call);
  }

  Parameter parameter(String type, String id, Call call) {
    return store.find(name(type, id, call), call).orElseThrow(() -> invalid(id));
  }

  private static ServiceException invalid(String id) {
    return ParameterRefusals.of(
        "InvalidResourceId", "The resource ID " + id + " is not valid. Verify it and try again.");
  }

  void change(String type, String id, UnaryOperator<TreeMap<String, String>> change, Call call) {
    var parameter = parameter(type, id, call);
    store.write(
        table -> {
          var now =
              table
                  .find(
                      call.account(),
                      call.region(),
                      new ParameterName(parameter.name()),
                      call.time())
                  .orElseThrow(() -> invalid(id));
          table.tag(now.id(), checked(change.apply(new TreeMap<>(now.tags()))));
          return now;
        });
  }

  /// @throws ServiceException `TooManyTagsError`, or `ValidationException` for keys of AWS's own
  static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw ParameterRefusals.of(
          "TooManyTagsError", "A parameter can have a maximum of " + MOST + " tags.");
    }
    if (tags.keySet().stream().anyMatch(key -> key.startsWith("aws:"))) {
      throw ParameterRefusals.validation("Tag keys can't begin with aws:");
    }
    return tags;
  }
}
