package dev.hearth.identity.sts;

import dev.hearth.identity.federation.IdTokens;
import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.IamStore;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Service;
import java.util.List;

/// STS: who am I, and temporary credentials.
///
/// Not there yet: federation by SAML.
public final class StsService {
  private StsService() {}

  /// @param tokens proves ID tokens
  /// @param authorization decides whom a role trusts
  public static Service of(
      IamStore store,
      Principals principals,
      SessionIssuer issuer,
      IdTokens tokens,
      Authorization authorization) {
    return new Service(
        "sts",
        List.of(
            new AssumeRole(store, principals, issuer),
            new AssumeRoleWithWebIdentity(store, principals, issuer, tokens, authorization),
            new DecodeAuthorizationMessage(),
            new GetAccessKeyInfo(store),
            new GetCallerIdentity(),
            new GetFederationToken(store, issuer),
            new GetSessionToken(issuer)));
  }
}
