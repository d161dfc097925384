package dev.hearth.messaging.buses.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.messaging.buses.Refusals;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list, and the token for the next.
///
/// @param token null at the end
record Page<T>(List<T> items, @Nullable String token) {
  static final int LONGEST = 100;

  /// How many are asked for, 1 to 100.
  static int limit(@Nullable Integer limit) {
    return limit == null ? LONGEST : Math.clamp(limit, 1, LONGEST);
  }

  /// The name that was listed last; empty at the beginning.
  static String after(@Nullable String token) {
    if (token == null) {
      return "";
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException _) {
      throw Refusals.invalid("NextToken", "It is none that was given out.");
    }
  }

  /// @param found one more than `limit` where there are more
  static <T> Page<T> of(List<T> found, int limit, Function<T, String> name) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    var items = found.subList(0, limit);
    return new Page<>(
        items,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(name.apply(items.getLast()).getBytes(UTF_8)));
  }
}
