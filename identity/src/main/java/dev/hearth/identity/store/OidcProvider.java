package dev.hearth.identity.store;

import java.util.List;

/// An OpenID Connect provider of an account: whose ID tokens its roles may trust.
///
/// @param entity its name is the issuer's URL without `https://`
/// @param clientIds audiences whose tokens are taken
/// @param thumbprints SHA-1 of certificates in lower-case hexadecimal, which vouch for a server
///   whose certificate no public authority signed
public record OidcProvider(Entity entity, List<String> clientIds, List<String> thumbprints) {
  /// How every issuer's URL begins.
  public static final String SCHEME = "https://";

  public OidcProvider {
    clientIds = List.copyOf(clientIds);
    thumbprints = List.copyOf(thumbprints);
  }

  /// The issuer, exactly as its tokens must name it.
  public String issuer() {
    return SCHEME + entity.name();
  }
}
