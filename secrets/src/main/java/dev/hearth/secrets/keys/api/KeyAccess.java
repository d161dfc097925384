package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.Alias;
import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What access to a key is called, and the condition keys that come with it. Source: KMS Developer
/// Guide, "AWS KMS condition keys".
final class KeyAccess {
  private KeyAccess() {}

  /// Access to the key that a request names, by its ARN, whatever it was named by.
  static Access to(Kms kms, Call call, String keyId, Map<String, List<String>> conditions) {
    return to(kms, call, "kms:" + call.operation(), keyId, conditions);
  }

  static Access to(
      Kms kms, Call call, String action, String keyId, Map<String, List<String>> conditions) {
    Map<String, List<String>> all = new HashMap<>(conditions);
    all.put("kms:CallerAccount", List.of(call.account().digits()));
    var arn = KeyRing.arn(keyId, call);
    if (arn.resource().startsWith("alias/")) {
      all.put("kms:RequestAlias", List.of(arn.resource()));
    }
    var found = kms.ring().find(keyId, call);
    found.ifPresent(key -> describe(kms, key, all));
    return Access.NONE.and(action, found.map(KmsKey::arn).orElse(arn), all);
  }

  /// Access to a key that is known.
  static Access to(
      Kms kms, Call call, String action, KmsKey key, Map<String, List<String>> conditions) {
    return to(kms, call, action, key.arn().toString(), conditions);
  }

  private static void describe(Kms kms, KmsKey key, Map<String, List<String>> all) {
    all.put("kms:KeySpec", List.of(key.spec().name()));
    all.put("kms:KeyUsage", List.of(key.usage()));
    all.put("kms:KeyOrigin", List.of("AWS_KMS"));
    var aliases =
        kms.store().read(tables -> tables.aliases().of(key.id(), "", 50)).stream()
            .map(Alias::name)
            .toList();
    if (!aliases.isEmpty()) {
      all.put("kms:ResourceAliases", aliases);
    }
    key.tags().forEach((name, value) -> all.put("aws:ResourceTag/" + name, List.of(value)));
  }
}
