package dev.hearth.secrets.keys;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a service of Hearth's own, such as Secrets Manager, encrypts in its callers' names: the
/// key's policy and theirs decide, and are told through which service it is.
public final class ServiceKeys {
  private final KeyRing ring;
  private final Authorization authorization;
  private final String service;

  /// @param service its endpoint's name, such as `secretsmanager`
  public ServiceKeys(KeyRing ring, Authorization authorization, String service) {
    this.ring = ring;
    this.authorization = authorization;
    this.service = service;
  }

  /// The key of a setting.
  ///
  /// @param keyId null for the service's own key
  /// @throws dev.hearth.kernel.ServiceException `NotFoundException`
  public KmsKey key(@Nullable String keyId, Call call) {
    return ring.key(keyId == null ? Alias.AWS + service : keyId, call);
  }

  /// Encrypts, where the caller may `action` by the key.
  ///
  /// @param action such as `kms:GenerateDataKey`
  public Payload encrypt(
      KmsKey key, String action, Payload plain, Map<String, String> context, Call call) {
    check(action, key, context, call);
    return ring.encrypt(key, plain, context);
  }

  /// Decrypts, where the caller may.
  public Payload decrypt(Payload ciphertext, Map<String, String> context, Call call) {
    check("kms:Decrypt", ring.keyOf(ciphertext), context, call);
    return ring.decrypt(ciphertext, context).plain();
  }

  /// Decrypts what the service keeps for itself, in nobody's name.
  public Payload decryptKept(Payload ciphertext, Map<String, String> context) {
    return ring.decrypt(ciphertext, context).plain();
  }

  private void check(String action, KmsKey key, Map<String, String> context, Call call) {
    Map<String, List<String>> conditions = new HashMap<>(EncryptionContext.conditions(context));
    conditions.put(
        "kms:ViaService", List.of(service + "." + call.region().name() + ".amazonaws.com"));
    conditions.put("kms:CallerAccount", List.of(call.account().digits()));
    authorization.check(Access.NONE.and(action, key.arn(), conditions), call);
  }
}
