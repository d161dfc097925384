package dev.hearth.kernel;

import java.util.Locale;
import java.util.Set;

/// What a `Content-Type` says of a body.
public final class MediaType {
  /// Types of text beside `text/…`.
  private static final Set<String> TEXT =
      Set.of("application/json", "application/javascript", "application/xml");

  private MediaType() {}

  /// Whether a body of this type is a text, which an event or an answer in JSON can hold as it is;
  /// all others travel in base 64.
  ///
  /// @param contentType with parameters or without; empty where there is none
  public static boolean isText(String contentType) {
    int parameters = contentType.indexOf(';');
    var essence =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    return essence.startsWith("text/")
        || TEXT.contains(essence)
        || essence.endsWith("+json")
        || essence.endsWith("+xml");
  }
}
