package dev.hearth.secrets.secrets.api;

import dev.hearth.kernel.Arn;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What access to a secret is called, and the condition keys that come with it. Source: Service
/// Authorization Reference, "AWS Secrets Manager".
final class SecretAccess {
  private SecretAccess() {}

  static Access to(
      SecretStore store, Call call, String secretId, Map<String, List<String>> conditions) {
    return to(store, call, "secretsmanager:" + call.operation(), secretId, conditions);
  }

  static Access to(
      SecretStore store,
      Call call,
      String action,
      String secretId,
      Map<String, List<String>> conditions) {
    var found = store.find(secretId, call);
    var arn = found.map(secret -> secret.arn().toString()).orElseGet(() -> unknown(secretId, call));
    Map<String, List<String>> all = new HashMap<>(conditions);
    all.put("secretsmanager:SecretId", List.of(arn));
    found.ifPresent(
        secret ->
            secret
                .tags()
                .forEach(
                    (key, value) -> {
                      all.put("aws:ResourceTag/" + key, List.of(value));
                      all.put("secretsmanager:ResourceTag/" + key, List.of(value));
                    }));
    return Access.NONE.and(action, arn, all);
  }

  /// A secret that does not exist: policies name such by `name-*` or `name-??????`.
  static String unknown(String secretId, Call call) {
    return secretId.startsWith("arn:")
        ? secretId
        : Arn.of("secretsmanager", call.region(), call.account(), "secret:" + secretId + "-000000")
            .toString();
  }
}
