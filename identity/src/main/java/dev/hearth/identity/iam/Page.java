package dev.hearth.identity.iam;

import dev.hearth.identity.store.IamError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list. The marker is the key of the last item, so that what is added or removed
/// between two pages makes no item come twice or be left out.
///
/// @param marker null on the last page
record Page<T>(List<T> items, @Nullable String marker) {
  private static final int DEFAULT_ITEMS = 100;

  /// @param key unique; gives the order
  /// @param maxItems 1 to 1 000; null for 100
  /// @param marker of the page before; null for the first page
  /// @throws dev.hearth.kernel.ServiceException `ValidationError` where the marker is none
  static <T> Page<T> of(
      List<T> all, Function<T, String> key, @Nullable Integer maxItems, @Nullable String marker) {
    var after = marker == null ? null : decode(marker);
    int most = maxItems == null ? DEFAULT_ITEMS : maxItems;
    var rest =
        all.stream()
            .filter(item -> after == null || key.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(key))
            .limit(most + 1L)
            .toList();
    if (rest.size() <= most) {
      return new Page<>(rest, null);
    }
    var items = rest.subList(0, most);
    return new Page<>(items, encode(key.apply(items.getLast())));
  }

  boolean truncated() {
    return marker != null;
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String marker) {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw IamError.validation("Invalid Marker.");
    }
  }
}
