package dev.hearth.workflows.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import org.jspecify.annotations.Nullable;

/// Pages of lists: how long one is, and where the next begins.
final class Page {
  private static final int DEFAULT = 100;
  private static final int LONGEST = 1_000;

  private Page() {}

  /// What `MaxItems` asks for: 1 to 1 000; 0 and null mean 100.
  static int limit(@Nullable Integer maxItems) {
    return maxItems == null || maxItems == 0 ? DEFAULT : Math.clamp(maxItems, 1, LONGEST);
  }

  /// The number of what was listed last.
  ///
  /// @param beginning where there is no marker
  static long after(@Nullable String marker, long beginning) {
    if (marker == null || marker.isEmpty()) {
      return beginning;
    }
    try {
      return Long.parseLong(marker);
    } catch (NumberFormatException _) {
      throw invalid(marker);
    }
  }

  static ServiceException invalid(String marker) {
    return Refusals.invalid("Invalid pagination marker: " + marker);
  }
}
