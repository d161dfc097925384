package dev.hearth.server;

/// What an owner of Hearth decides about identities.
///
/// @param privateIssuers whether OpenID Connect providers may be on loopback and private addresses,
///   where one could reach what was never meant for it
public record IdentityConfig(boolean privateIssuers) {
  /// Public issuers.
  public static final IdentityConfig DEFAULT = new IdentityConfig(false);
}
