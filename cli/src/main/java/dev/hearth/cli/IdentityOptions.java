package dev.hearth.cli;

import dev.hearth.server.IdentityConfig;
import picocli.CommandLine.Option;

/// What `hearth up` is told about identities from elsewhere.
final class IdentityOptions {
  @Option(
      names = "--private-issuers",
      description = "Let OpenID Connect providers be on loopback and private addresses, too.")
  private boolean privateIssuers;

  IdentityConfig config() {
    return new IdentityConfig(privateIssuers);
  }
}
