package dev.hearth.messaging.topics;

import dev.hearth.kernel.Payload;
import org.jspecify.annotations.Nullable;

/// A value that goes with a message.
///
/// @param type `String`, `Number`, `Binary` or one of them with a label behind a dot, such as
///   `String.Array`
/// @param text of all but binary ones; empty for those
/// @param binary of binary ones; null for all others
public record MessageAttribute(String type, String text, @Nullable Payload binary) {
  /// A text.
  public static MessageAttribute text(String value) {
    return new MessageAttribute("String", value, null);
  }

  /// Whether its value is bytes.
  public boolean isBinary() {
    return binary != null;
  }
}
