package dev.hearth.functions.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.StoredVersion;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a list goes on; for its caller a word without meaning.
///
/// @param name of the last function or layer that was listed; empty at the beginning
/// @param number of its last version that was listed
public record Marker(String name, long number) {
  /// The most items that Lambda gives at once.
  public static final int MAX_ITEMS = 50;

  private static final Marker BEGINNING = new Marker("", -1);

  public static Marker read(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return BEGINNING;
    }
    try {
      var parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(":", 2);
      return new Marker(parts[0], Long.parseLong(parts[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      throw Refusals.invalid("Invalid pagination marker: " + text);
    }
  }

  public static Marker after(StoredVersion version) {
    return new Marker(version.function().name(), version.number());
  }

  /// What `MaxItems` asks for, within 1 to [#MAX_ITEMS].
  public static int limit(@Nullable Integer maxItems) {
    return maxItems == null ? MAX_ITEMS : Math.clamp(maxItems, 1, MAX_ITEMS);
  }

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((name + ":" + number).getBytes(UTF_8));
  }
}
