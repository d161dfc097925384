package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.PlatformEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One extension: a process beside the runtime (external), or a part of it (internal). Guarded by
/// the [Lifecycle]'s lock.
final class Extension {
  static final String INVOKE = "INVOKE";
  static final String SHUTDOWN = "SHUTDOWN";

  private final String name;
  private final boolean external;
  private final String id = UUID.randomUUID().toString();
  private @Nullable List<String> events;
  private @Nullable ExtensionEvent pending;
  private boolean ready;
  private boolean ended;
  private long tickets;

  Extension(String name, boolean external) {
    this.name = name;
    this.external = external;
  }

  String name() {
    return name;
  }

  /// `Lambda-Extension-Identifier`.
  String id() {
    return id;
  }

  boolean external() {
    return external;
  }

  boolean registered() {
    return events != null;
  }

  void register(List<String> wanted) {
    events = List.copyOf(wanted);
  }

  boolean wants(String event) {
    return events != null && events.contains(event);
  }

  /// Whether it has finished with all that it was told.
  boolean ready() {
    return ready && pending == null;
  }

  /// It asks for an event.
  ///
  /// @return which call this is; a newer one takes the place of an older, whose connection may be
  ///   dead
  long ask() {
    ready = true;
    return ++tickets;
  }

  boolean waits(long ticket) {
    return ticket == tickets && pending == null && !ended;
  }

  void offer(ExtensionEvent event) {
    if (!ended) {
      pending = event;
    }
  }

  /// The event for the call `ticket`, or null where that is not the one that gets it.
  @Nullable ExtensionEvent take(long ticket) {
    var event = ticket == tickets ? pending : null;
    if (event != null) {
      pending = null;
      ready = false;
    }
    return event;
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
    pending = null;
  }

  /// @param state such as `Ready`
  PlatformEvent.Extension told(String state, @Nullable String errorType) {
    return new PlatformEvent.Extension(name, state, events == null ? List.of() : events, errorType);
  }
}
