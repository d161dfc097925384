package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/// An operation on one key, which the request names.
abstract class KeyOperation<I extends SdkPojo, O extends SdkPojo> implements Operation<I, O> {
  final Kms kms;

  KeyOperation(Kms kms) {
    this.kms = kms;
  }

  /// The key as the request names it.
  abstract String keyId(I input);

  /// Whether an alias will do.
  boolean takesAlias() {
    return false;
  }

  /// The condition keys of the request.
  Map<String, List<String>> conditions(I input) {
    return Map.of();
  }

  @Override
  public Access access(I input, Call call) {
    return KeyAccess.to(kms, call, keyId(input), conditions(input));
  }

  /// The key.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NotFoundException`
  final KmsKey key(I input, Call call) {
    var id = keyId(input);
    if (!takesAlias() && (id.startsWith("alias/") || id.contains(":alias/"))) {
      throw KmsErrors.notFound("key/" + id);
    }
    return kms.ring().key(id, call);
  }
}
