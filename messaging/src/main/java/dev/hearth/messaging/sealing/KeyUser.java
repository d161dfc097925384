package dev.hearth.messaging.sealing;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.wire.Caller;
import java.util.Map;
import java.util.function.Supplier;

/// In whose name keys are used.
///
/// @param identity tells users apart, by being equal or not: what one of them was allowed, another
///   was not
/// @param caller asked for when a key has to be asked for, which is seldom
public record KeyUser(Object identity, Supplier<Caller> caller) {
  /// Whoever called.
  public static KeyUser of(Caller caller) {
    // With its session policies and tags, which may narrow what the role may.
    return new KeyUser(caller, () -> caller);
  }

  /// A service in the name of a role that trusts it.
  ///
  /// @param source on whose behalf
  public static KeyUser role(String principal, String role, Arn source, RoleSessions sessions) {
    return new KeyUser(principal + " as " + role, () -> sessions.open(principal, role, source));
  }

  /// A service in its own name, which the key's policy has to allow.
  ///
  /// @param principal such as `sns.amazonaws.com`
  /// @param source on whose behalf, such as a topic; told as `aws:SourceArn`
  public static KeyUser service(String principal, Arn source) {
    return new KeyUser(
        principal + " " + source,
        () ->
            new Caller(
                new AccountId(source.account()),
                principal,
                principal,
                null,
                Map.of("aws:SourceArn", source.toString(), "aws:SourceAccount", source.account())));
  }
}
