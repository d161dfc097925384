package dev.hearth.server;

import dev.hearth.secrets.master.MasterKeySource;

/// What an owner of Hearth decides about identities and keys.
///
/// @param privateIssuers whether OpenID Connect providers may be on loopback and private addresses,
///   where one could reach what was never meant for it
/// @param masterKey where the key is that seals all others
public record IdentityConfig(boolean privateIssuers, MasterKeySource masterKey) {
  /// Public issuers, and a master key in the data folder.
  public static final IdentityConfig DEFAULT =
      new IdentityConfig(false, new MasterKeySource.DataFolder());
}
