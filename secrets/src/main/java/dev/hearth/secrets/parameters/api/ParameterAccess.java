package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What access to a parameter is called, and the condition keys that come with it. Source: Service
/// Authorization Reference, "AWS Systems Manager".
final class ParameterAccess {
  private ParameterAccess() {}

  static Access to(ParameterStore store, Call call, ParameterName name) {
    return and(Access.NONE, store, call, name, Map.of());
  }

  static Access and(
      Access access,
      ParameterStore store,
      Call call,
      ParameterName name,
      Map<String, List<String>> conditions) {
    Map<String, List<String>> all = new HashMap<>(conditions);
    store
        .find(name, call)
        .ifPresent(
            parameter ->
                parameter
                    .tags()
                    .forEach(
                        (key, value) -> {
                          all.put("aws:ResourceTag/" + key, List.of(value));
                          all.put("ssm:resourceTag/" + key, List.of(value));
                        }));
    return access.and("ssm:" + call.operation(), name.arn(call.account(), call.region()), all);
  }
}
