package dev.hearth.wire;

import dev.hearth.kernel.AccountId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who signed a request.
///
/// @param account the account that the caller belongs to
/// @param arn `arn:aws:iam::…:user/x`, `arn:aws:sts::…:assumed-role/role/session`, `…:root`
/// @param userId the unique id, `AIDA…`, `AROA…:session`, or the account number for root
/// @param accessKeyId the key that signed; null for an anonymous caller
/// @param conditions the condition keys that come with the principal, such as `aws:username`
/// @param sessionPolicies what narrows a session below its role: policy documents, or ARNs of
///   managed policies; empty for none
public record Caller(
    AccountId account,
    String arn,
    String userId,
    @Nullable String accessKeyId,
    Map<String, String> conditions,
    List<String> sessionPolicies) {

  /// A caller without session policies.
  public Caller(
      AccountId account,
      String arn,
      String userId,
      @Nullable String accessKeyId,
      Map<String, String> conditions) {
    this(account, arn, userId, accessKeyId, conditions, List.of());
  }

  /// Whoever sends no signature, where an operation permits it.
  public static Caller anonymous(AccountId account) {
    return new Caller(account, "*", "ANONYMOUS", null, Map.of());
  }
}
