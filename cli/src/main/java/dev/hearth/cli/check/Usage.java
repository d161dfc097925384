package dev.hearth.cli.check;

import java.time.Duration;

/// What a function's runs took, of those with the memory that it has now.
///
/// @param runs how many were seen
public record Usage(int runs, Duration longest, int mostMebibytes) {
  /// Nothing is known.
  public static final Usage NONE = new Usage(0, Duration.ZERO, 0);
}
