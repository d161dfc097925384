package dev.hearth.identity.federation;

import dev.hearth.identity.store.OidcProvider;
import java.util.List;
import java.util.Map;

/// What an ID token says, once its signature is proven.
///
/// @param subject whom it is about
/// @param client for whom it was issued: one of the provider's client ids
/// @param conditions what policies can ask of it, such as `ISSUER:sub`, by condition keys
/// @param tags for the session
/// @param transitiveTags keys of those that later sessions inherit
/// @param sourceIdentity empty where it says none
public record IdToken(
    OidcProvider provider,
    String subject,
    String client,
    Map<String, List<String>> conditions,
    Map<String, String> tags,
    List<String> transitiveTags,
    String sourceIdentity) {

  /// The name of a condition key of this issuer's, such as `ISSUER:sub`.
  public static String key(OidcProvider provider, String claim) {
    return provider.entity().name() + ":" + claim;
  }
}
