package dev.hearth.cli.check;

import java.util.Locale;

/// How bad a finding is, the least first.
public enum Severity {
  /// Worth tidying up.
  LOW,
  /// A weakness, or data that may get lost.
  MEDIUM,
  /// Somebody else may get in, or has got the key.
  HIGH;

  /// As it is written: `low`, `medium`, `high`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
