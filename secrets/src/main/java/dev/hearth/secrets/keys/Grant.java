package dev.hearth.secrets.keys;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Lets somebody use a key, beside its policy.
///
/// @param name empty where it has none
/// @param grantee an ARN, or a service's principal
/// @param retiring who may retire it; empty for nobody named
/// @param issuer the account that issued it, as an ARN
/// @param operations such as `Decrypt`
/// @param contextEquals the encryption context that must be given, exactly; empty for any
/// @param contextSubset pairs that the encryption context must have; empty for any
public record Grant(
    String id,
    String keyId,
    String token,
    String name,
    String grantee,
    String retiring,
    String issuer,
    List<String> operations,
    Map<String, String> contextEquals,
    Map<String, String> contextSubset,
    Instant created) {

  /// Whether another grant permits the same to the same.
  public boolean sameAs(Grant other) {
    return name.equals(other.name)
        && grantee.equals(other.grantee)
        && retiring.equals(other.retiring)
        && operations.equals(other.operations)
        && contextEquals.equals(other.contextEquals)
        && contextSubset.equals(other.contextSubset);
  }

  @Override
  public String toString() {
    return "Grant[" + id + "]"; // its token is a capability
  }
}
