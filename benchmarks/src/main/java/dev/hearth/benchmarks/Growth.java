package dev.hearth.benchmarks;

import java.util.List;
import java.util.function.ToLongFunction;

/// Whether something of a running server has grown that must not.
///
/// @param what such as `descriptors`
/// @param unit of the three values; empty for a count
/// @param start when the work began
/// @param middle after warming up
/// @param end when the work ended
/// @param allowed how much more than `middle` may be there at the `end`
record Growth(String what, String unit, long start, long middle, long end, long allowed) {
  private static final double SHARE = 0.10;

  /// Judges samples: the first third is warming up, and of each later third the median counts.
  ///
  /// @param allowance what may come and go at any moment, beside a tenth of the middle
  static Growth of(
      String what,
      String unit,
      List<Footprint> samples,
      ToLongFunction<Footprint> value,
      long allowance) {
    int third = samples.size() / 3;
    long middle = median(samples.subList(third, 2 * third), value);
    long end = median(samples.subList(2 * third, samples.size()), value);
    long start = value.applyAsLong(samples.getFirst());
    return new Growth(what, unit, start, middle, end, allowance + Math.round(middle * SHARE));
  }

  boolean grew() {
    return end > middle + allowed;
  }

  private static long median(List<Footprint> samples, ToLongFunction<Footprint> value) {
    var sorted = samples.stream().mapToLong(value).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
