package dev.hearth.kernel;

import java.util.Set;

/// The environment variables of Hearth's own that are secrets.
public final class SecretVariables {
  /// No process that Hearth starts gets them: `builder.environment().keySet().removeAll(NAMES)`.
  public static final Set<String> NAMES = Set.of("HEARTH_MASTER_KEY", "VAULT_TOKEN");

  private SecretVariables() {}
}
