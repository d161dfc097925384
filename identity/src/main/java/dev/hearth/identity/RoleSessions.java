package dev.hearth.identity;

import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.credentials.SessionTokens;
import dev.hearth.identity.principals.Principals;
import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Lets services assume roles, as Lambda does a function's execution role.
final class RoleSessions implements RoleCredentials, Roles {
  private final Principals principals;
  private final SessionTokens tokens;
  private final AwsIds ids;
  private final InstantSource clock;

  RoleSessions(Principals principals, SessionTokens tokens, AwsIds ids, InstantSource clock) {
    this.principals = principals;
    this.tokens = tokens;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public boolean assumable(String roleArn, String servicePrincipal) {
    return principals.role(roleArn).filter(role -> role.trusts(servicePrincipal)).isPresent();
  }

  @Override
  public Credentials issue(
      String roleArn, String sessionName, String servicePrincipal, Duration lifetime) {
    var role =
        principals
            .role(roleArn)
            .filter(found -> found.trusts(servicePrincipal))
            .orElseThrow(
                () ->
                    new ServiceException(
                        "AccessDenied",
                        403,
                        "%s is not authorized to perform: sts:AssumeRole on resource: %s because no role trust policy allows the sts:AssumeRole action"
                            .formatted(servicePrincipal, roleArn)))
            .entity();
    var now = clock.instant();
    var session =
        new Session(
            ids.accessKeyId(AwsIds.TEMPORARY_KEY),
            ids.secret(),
            role.account(),
            role.id(),
            sessionName,
            now,
            now.plus(lifetime),
            List.of(),
            Map.of(),
            List.of(),
            "");
    return new Credentials(
        session.accessKeyId(), session.secret(), tokens.token(session), session.expiration());
  }
}
