package dev.hearth.cli;

import dev.hearth.secrets.master.MasterKeySource;
import dev.hearth.secrets.master.Transit;
import dev.hearth.server.IdentityConfig;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `hearth up` is told about identities from elsewhere, and about the key that seals all
/// others. What is secret of it comes in environment variables, for a command line is public.
final class IdentityOptions {
  @Option(
      names = "--private-issuers",
      description = "Let OpenID Connect providers be on loopback and private addresses, too.")
  private boolean privateIssuers;

  @Option(
      names = "--vault-key",
      paramLabel = "[MOUNT/]KEY",
      description =
          "Keep the master key so that only this key of Vault's transit engine opens it; VAULT_ADDR"
              + " and VAULT_TOKEN say where Vault is. Without it, HEARTH_MASTER_KEY is the master"
              + " key where it is set, and a file of the data folder where it is not.")
  private @Nullable String vaultKey;

  /// @param variable finds an environment variable
  /// @throws IllegalArgumentException where the variables do not say what they must
  IdentityConfig config(Function<String, @Nullable String> variable) {
    return new IdentityConfig(privateIssuers, masterKey(variable));
  }

  private MasterKeySource masterKey(Function<String, @Nullable String> variable) {
    var own = variable.apply(MasterKeySource.VARIABLE);
    if (vaultKey == null) {
      return own == null
          ? new MasterKeySource.DataFolder()
          : MasterKeySource.Environment.parse(own);
    }
    if (own != null) {
      throw new IllegalArgumentException(
          "--vault-key: " + MasterKeySource.VARIABLE + " is set as well (expected: one of them)");
    }
    int slash = vaultKey.lastIndexOf('/');
    return new MasterKeySource.Wrapped(
        new Transit(
            URI.create(required("VAULT_ADDR", variable)),
            slash < 0 ? "transit" : vaultKey.substring(0, slash),
            vaultKey.substring(slash + 1),
            required("VAULT_TOKEN", variable),
            variable.apply("VAULT_NAMESPACE")));
  }

  private static String required(String name, Function<String, @Nullable String> variable) {
    var value = variable.apply(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("--vault-key: " + name + " is not set");
    }
    return value.strip();
  }
}
