package dev.hearth.cli.check;

import dev.hearth.cli.check.secrets.SafeText;

/// One thing that a rule found.
///
/// @param severity the rule's, or what this case of it is worth
/// @param message a sentence; holds no secret
public record Finding(Rule<?> rule, Severity severity, Place place, String message) {
  /// Whatever a message repeats of a package is made safe to print.
  public Finding {
    message = SafeText.of(message);
  }
}
