package dev.hearth.identity.policy;

import java.util.Locale;

/// What policies say of a request.
public sealed interface Decision {
  /// It may go on.
  record Allowed() implements Decision {}

  /// It may not.
  ///
  /// @param explicit whether a statement says so, rather than none allowing it
  /// @param by what kind of policy decided, as AWS calls it: `session policy`
  record Denied(boolean explicit, String by) implements Decision {
    /// The end of AWS's sentence "User: … is not authorized to perform: … ".
    ///
    /// Source: IAM User Guide, "Troubleshoot access denied error messages".
    public String reason(String action) {
      return explicit
          ? "with an explicit deny in " + article() + by
          : "because no " + by + " allows the " + action + " action";
    }

    private String article() {
      return by.equals(PolicyKind.TRUST.title())
          ? "the "
          : "aeiou".indexOf(by.toLowerCase(Locale.ROOT).charAt(0)) >= 0 ? "an " : "a ";
    }
  }
}
