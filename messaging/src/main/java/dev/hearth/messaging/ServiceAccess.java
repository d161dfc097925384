package dev.hearth.messaging;

import dev.hearth.identity.RoleCredentials;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authentication;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks identity whether a service, such as EventBridge, may do something on behalf of one of its
/// resources: in its own name, which the policy of what it calls must allow, or as a role.
public final class ServiceAccess {
  // It only has to outlive the question.
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final String principal;
  private final Authorization authorization;
  private final Authentication authentication;
  private final RoleCredentials roles;
  private final URI endpoint;
  private final InstantSource clock;

  /// @param principal such as `events.amazonaws.com`
  public ServiceAccess(
      String principal,
      Authorization authorization,
      Authentication authentication,
      RoleCredentials roles,
      URI endpoint,
      InstantSource clock) {
    this.principal = principal;
    this.authorization = authorization;
    this.authentication = authentication;
    this.roles = roles;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /// Returns where it may.
  ///
  /// @param source on whose behalf, such as a rule's ARN
  /// @param role null for the service's own name
  /// @param action such as `lambda:InvokeFunction`
  /// @throws ServiceException `AccessDeniedException`, in AWS's words
  public void check(Arn source, @Nullable String role, String action, String resource) {
    var account = new AccountId(source.account());
    check(
        source,
        role == null
            ? new Caller(account, principal, principal, null, Map.of())
            : session(role, source),
        action,
        resource);
  }

  /// As [#check], in the name of the source's account.
  public void checkAccount(Arn source, String action, String resource) {
    var account = new AccountId(source.account());
    var root = "arn:aws:iam::" + account + ":root";
    check(source, new Caller(account, root, account.digits(), null, Map.of()), action, resource);
  }

  private void check(Arn source, Caller caller, String action, String resource) {
    var conditions =
        Map.of(
            "aws:SourceArn", List.of(source.toString()),
            "aws:SourceAccount", List.of(source.account()));
    int colon = action.indexOf(':');
    authorization.check(
        new Access(List.of(new Access.Need(action, resource, conditions))),
        new Call(
            UUID.randomUUID().toString(),
            action.substring(0, colon),
            action.substring(colon + 1),
            new Region(source.region()),
            caller,
            endpoint,
            "127.0.0.1", // it comes from nowhere else
            principal,
            clock.instant()));
  }

  /// The service itself, for calls on behalf of `source`, which the policy of what it calls is
  /// told.
  public Caller service(Arn source) {
    return new Caller(
        new AccountId(source.account()),
        principal,
        principal,
        null,
        Map.of("aws:SourceArn", source.toString(), "aws:SourceAccount", source.account()));
  }

  /// In whose name keys are used on behalf of `source`.
  ///
  /// @param role null for the service's own name
  public KeyUser keyUser(Arn source, @Nullable String role) {
    return role == null
        ? KeyUser.service(principal, source)
        : KeyUser.role(principal, role, source, (_, wanted, _) -> session(wanted, source));
  }

  /// Whom a role's session is, for calls on behalf of `source`.
  ///
  /// @throws ServiceException where the role does not exist or does not trust the service
  public Caller session(String role, Arn source) {
    var name = source.resource().replaceAll("[^\\w+=,.@-]", "-");
    var keys =
        roles.issue(role, name.substring(0, Math.min(name.length(), 64)), principal, LIFETIME);
    return authentication.find(keys.accessKeyId(), keys.sessionToken()).orElseThrow().caller();
  }
}
