package dev.hearth.observability.api;

import dev.hearth.observability.store.LogEvent;
import java.util.ArrayList;
import java.util.List;

/// The events of one answer: as many as are asked for, and no more than 1 MiB.
final class EventPage {
  /// Most events of a page, and how many there are where the request does not say.
  static final int MOST = 10_000;

  private static final int LARGEST_BYTES = 1_048_576;

  private final int most;
  private final List<LogEvent> events = new ArrayList<>();
  private int bytes;

  EventPage(int most) {
    this.most = most;
  }

  /// Takes an event, or refuses it because the page is full. The first event always fits.
  boolean add(LogEvent event) {
    if (events.size() == most || (!events.isEmpty() && bytes + event.bytes() > LARGEST_BYTES)) {
      return false;
    }
    bytes += event.bytes();
    events.add(event);
    return true;
  }

  List<LogEvent> events() {
    return events;
  }
}
