package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items at most as many as a page has
/// @param nextToken null on the last page
record Page<T>(List<T> items, @Nullable String nextToken) {
  /// Of SNS's lists.
  static final int SIZE = 100;

  /// Splits what was found.
  ///
  /// @param found one more than a page has, where there are more
  /// @param key of an item, from which the next page begins
  static <T> Page<T> of(List<T> found, Function<T, String> key) {
    if (found.size() <= SIZE) {
      return new Page<>(List.copyOf(found), null);
    }
    var items = List.copyOf(found.subList(0, SIZE));
    var bytes = key.apply(items.getLast()).getBytes(StandardCharsets.UTF_8);
    return new Page<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// The key that a token was made of; empty for the first page.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter` for what is no token
  static String after(@Nullable String nextToken) {
    if (nextToken == null || nextToken.isEmpty()) {
      return "";
    }
    try {
      return new String(Base64.getUrlDecoder().decode(nextToken), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Refusals.invalid("NextToken");
    }
  }
}
