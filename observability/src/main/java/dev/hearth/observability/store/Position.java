package dev.hearth.observability.store;

import java.util.Optional;
import java.util.regex.Pattern;

/// A place in the order of events: by their time, then by their ingestion.
///
/// Written as 56 digits it looks as AWS's event ids and tokens do.
///
/// @param at milliseconds since 1970
/// @param seq the event's number
public record Position(long at, long seq) {
  /// Before every event.
  public static final Position START = new Position(0, 0);

  /// Behind every event.
  public static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{56}");

  /// Reads what [#toString] wrote.
  public static Optional<Position> parse(String digits) {
    if (!DIGITS.matcher(digits).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Position(
              Long.parseLong(digits.substring(0, 28)), Long.parseLong(digits.substring(28))));
    } catch (NumberFormatException _) {
      return Optional.empty(); // more than a long holds
    }
  }

  /// The next position behind this one.
  public Position next() {
    return new Position(at, seq == Long.MAX_VALUE ? seq : seq + 1);
  }

  /// The next position before this one.
  public Position previous() {
    return new Position(at, Math.max(0, seq - 1));
  }

  @Override
  public String toString() {
    return "%028d%028d".formatted(at, seq);
  }
}
