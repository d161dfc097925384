package dev.hearth.cli.check;

import java.util.List;

/// Tells what is known about a library.
@FunctionalInterface
public interface KnownVulnerabilities {
  /// Those that its version has; none where it does not say its version.
  List<Vulnerability> affecting(Component component);
}
