package dev.hearth.messaging.sealing;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.wire.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// In whose name keys are used.
///
/// @param identity tells users apart, by being equal or not: what one of them was allowed, another
///   was not; asked for only where there is a key
/// @param caller asked for when KMS has to be asked, which is seldom
public record KeyUser(Supplier<Object> identity, Supplier<Caller> caller) {
  /// Whoever called.
  public static KeyUser of(Caller caller) {
    return new KeyUser(() -> identity(caller), () -> caller);
  }

  /// A role with what may narrow it; AWS tells its sessions apart by nothing else either. Source:
  /// SQS Developer Guide, "Key management".
  private record Session(
      AccountId account, String role, Map<String, String> conditions, List<String> policies) {}

  private static Object identity(Caller caller) {
    if (!caller.arn().contains(":assumed-role/")) {
      return caller;
    }
    var conditions = new HashMap<>(caller.conditions());
    conditions.remove("aws:TokenIssueTime");
    var role = caller.userId().substring(0, caller.userId().indexOf(':') + 1);
    return new Session(caller.account(), role, conditions, caller.sessionPolicies());
  }

  /// A service in the name of a role that trusts it.
  ///
  /// @param source on whose behalf
  public static KeyUser role(String principal, String role, Arn source, RoleSessions sessions) {
    return new KeyUser(
        () -> principal + " as " + role, () -> sessions.open(principal, role, source));
  }

  /// A service in its own name, which the key's policy has to allow.
  ///
  /// @param principal such as `sns.amazonaws.com`
  /// @param source on whose behalf, such as a topic; told as `aws:SourceArn`
  public static KeyUser service(String principal, Arn source) {
    return new KeyUser(
        () -> principal + " for " + source,
        () ->
            new Caller(
                new AccountId(source.account()),
                principal,
                principal,
                null,
                Map.of("aws:SourceArn", source.toString(), "aws:SourceAccount", source.account())));
  }
}
