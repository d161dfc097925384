package dev.hearth.identity.sts;

import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.IamStore;
import dev.hearth.wire.Service;
import java.util.List;

/// STS: who am I, and temporary credentials.
///
/// Not there yet: federation by SAML and web identity.
public final class StsService {
  private StsService() {}

  public static Service of(IamStore store, Principals principals, SessionIssuer issuer) {
    return new Service(
        "sts",
        List.of(
            new AssumeRole(store, principals, issuer),
            new DecodeAuthorizationMessage(),
            new GetAccessKeyInfo(store),
            new GetCallerIdentity(),
            new GetFederationToken(store, issuer),
            new GetSessionToken(issuer)));
  }
}
