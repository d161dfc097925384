package dev.hearth.sandbox.runtime;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A version of a language as far as functions care: `3.12`, `24`.
///
/// @param numbers from the most significant
record Version(List<Integer> numbers) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.<Version>comparingInt(v -> v.at(0)).thenComparingInt(v -> v.at(1));

  /// Of an identifier or of a runtime: `python3.12` is 3.12, `nodejs24.x` and `24.21.0` are 24.
  static Version of(Family family, String text) {
    var numbers =
        Arrays.stream(text.replaceAll("\\.al.*|[^0-9.]", "").split("\\."))
            .filter(part -> !part.isEmpty())
            .map(Integer::valueOf)
            .limit(family == Family.PYTHON ? 2 : 1)
            .toList();
    return new Version(numbers);
  }

  private int at(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
