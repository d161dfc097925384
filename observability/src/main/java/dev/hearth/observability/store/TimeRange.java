package dev.hearth.observability.store;

/// Times from `start` on and before `end`, in milliseconds since 1970.
public record TimeRange(long start, long end) {
  /// All times.
  public static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);

  /// What is left behind a position. Databases seek in an index by a column's limits, not by those
  /// of a pair: without this the tenth page would read the nine before it again.
  TimeRange behind(Position position) {
    return new TimeRange(Math.max(start, position.at()), end);
  }

  /// What is left before a position.
  TimeRange before(Position position) {
    return position.at() < end - 1 ? new TimeRange(start, position.at() + 1) : this;
  }
}
