package dev.hearth.secrets;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next the token of what follows; null at the end
public record Page<T>(List<T> items, @Nullable String next) {
  /// @param found up to `most` items and one more
  /// @param name of an item, behind which the list goes on
  public static <T> Page<T> of(List<T> found, int most, Function<T, String> name) {
    return found.size() <= most
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, most), PageToken.of(name.apply(found.get(most - 1))));
  }
}
