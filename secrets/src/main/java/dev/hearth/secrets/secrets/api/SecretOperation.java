package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.Secret;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/// An operation on one secret, which the request names.
abstract class SecretOperation<I extends SdkPojo, O extends SdkPojo> implements Operation<I, O> {
  final SecretStore store;

  SecretOperation(SecretStore store) {
    this.store = store;
  }

  /// The secret as the request names it.
  abstract String secretId(I input);

  /// The condition keys of the request.
  Map<String, List<String>> conditions(I input) {
    return Map.of();
  }

  @Override
  public Access access(I input, Call call) {
    return SecretAccess.to(store, call, secretId(input), conditions(input));
  }

  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  final Secret secret(I input, Call call) {
    return store.find(secretId(input), call).orElseThrow(SecretRefusals::notFound);
  }
}
