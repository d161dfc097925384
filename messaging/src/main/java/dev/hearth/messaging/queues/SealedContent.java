package dev.hearth.messaging.queues;

import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.sealing.DataKey;
import dev.hearth.messaging.sealing.DataKey.Label;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message's body and attributes as a queue with a KMS key stores them. A row that is sealed has
/// the data key's label where others have their attributes, so that reading tells them apart by one
/// character, and those of other queues cost nothing more.
///
/// @param label for the column of the attributes
/// @param content for that of the body
record SealedContent(String label, String content) {
  /// Between attributes and body; JSON has none.
  private static final char SEPARATOR = '\n';

  static SealedContent of(DataKey key, OutgoingMessage message) {
    var attributes = Json.writeAttributes(message.attributes());
    var plain = (attributes == null ? "" : attributes) + SEPARATOR + message.body();
    return new SealedContent(key.label().toString(), key.seal(plain));
  }

  /// What opens a row; nothing where it is not sealed.
  static Optional<String> label(Message row) {
    var column = row.attributes();
    return column != null && Label.is(column) ? Optional.of(column) : Optional.empty();
  }

  /// The row in the clear.
  static Message open(Message row, DataKey key) {
    var plain = key.open(row.body());
    int end = plain.indexOf(SEPARATOR);
    return row.with(end == 0 ? null : plain.substring(0, end), plain.substring(end + 1));
  }

  /// What a message's row has for its attributes.
  static @Nullable String attributes(OutgoingMessage message) {
    var sealed = message.sealed();
    return sealed == null ? Json.writeAttributes(message.attributes()) : sealed.label;
  }

  /// What a message's row has for its body.
  static String body(OutgoingMessage message) {
    var sealed = message.sealed();
    return sealed == null ? message.body() : sealed.content;
  }
}
