package dev.hearth.identity;

import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.sts.SessionIssuer;
import dev.hearth.identity.sts.SessionIssuer.Wanted;
import dev.hearth.kernel.ServiceException;
import java.time.Duration;

/// Lets services assume roles, as Lambda does a function's execution role.
final class RoleSessions implements RoleCredentials, Roles {
  private final Principals principals;
  private final SessionIssuer issuer;

  RoleSessions(Principals principals, SessionIssuer issuer) {
    this.principals = principals;
    this.issuer = issuer;
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
            .orElseThrow(() -> denied(roleArn, servicePrincipal))
            .entity();
    var issued = issuer.issue(Wanted.plain(role.account(), role.id(), sessionName, lifetime));
    var session = issued.session();
    return new Credentials(
        session.accessKeyId(), session.secret(), issued.token(), session.expiration());
  }

  private static ServiceException denied(String roleArn, String servicePrincipal) {
    return new ServiceException(
        "AccessDenied",
        403,
        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s because no role trust policy allows the sts:AssumeRole action"
            .formatted(servicePrincipal, roleArn));
  }
}
