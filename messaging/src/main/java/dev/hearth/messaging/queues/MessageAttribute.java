package dev.hearth.messaging.queues;

import dev.hearth.kernel.Payload;
import org.jspecify.annotations.Nullable;

/// One of a message's attributes.
///
/// @param dataType `String`, `Number` or `Binary`, with a label of the sender's own behind a dot
/// @param string the value of a text or a number; null for bytes
/// @param binary the value of bytes; null for others
public record MessageAttribute(String dataType, @Nullable String string, @Nullable Payload binary) {

  /// A text.
  public static MessageAttribute string(String value) {
    return new MessageAttribute("String", value, null);
  }

  /// A number, as it is written.
  public static MessageAttribute number(String value) {
    return new MessageAttribute("Number", value, null);
  }
}
