package dev.hearth.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Measured times, of which nothing is left out and nothing averaged.
final class Samples {
  private final long[] sorted;

  /// @param nanoseconds at least one
  Samples(long[] nanoseconds) {
    if (nanoseconds.length == 0) {
      throw new IllegalArgumentException("samples: 0 (expected: at least 1)");
    }
    sorted = nanoseconds.clone();
    Arrays.sort(sorted);
  }

  int count() {
    return sorted.length;
  }

  /// The smallest sample that `percent` of all are not above (nearest rank).
  ///
  /// @param percent above 0, to 100
  long percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  long median() {
    return percentile(50);
  }

  long max() {
    return sorted[sorted.length - 1];
  }

  /// For a table: p50, p90, p99, max in milliseconds.
  String[] cells() {
    return new String[] {
      milliseconds(median()),
      milliseconds(percentile(90)),
      milliseconds(percentile(99)),
      milliseconds(max()),
      Integer.toString(count())
    };
  }

  /// For JSON, in milliseconds.
  Map<String, Object> json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("samples", count());
    fields.put("p50", rounded(median()));
    fields.put("p90", rounded(percentile(90)));
    fields.put("p99", rounded(percentile(99)));
    fields.put("max", rounded(max()));
    return fields;
  }

  static String milliseconds(long nanoseconds) {
    return String.format(Locale.ROOT, "%.2f", nanoseconds / 1e6);
  }

  private static double rounded(long nanoseconds) {
    return Math.round(nanoseconds / 1e3) / 1e3;
  }
}
