package dev.hearth.sandbox.telemetry;

import java.time.Duration;
import java.util.Set;

/// What an extension wants to be told, and where.
///
/// @param types of events: `platform`, `function`, `extension`
/// @param maxItems events in one batch at most
/// @param maxBytes of one batch at most
/// @param timeout how long an event waits for others at most
/// @param logsApi whether it came through the Logs API, the older of the two
public record Subscription(
    Set<String> types,
    int maxItems,
    int maxBytes,
    Duration timeout,
    Destination destination,
    boolean logsApi) {

  /// A listener inside the sandbox; the host is always the sandbox itself.
  public sealed interface Destination {
    int port();

    /// Each batch is a request whose body is a JSON array.
    ///
    /// @param method `POST` or `PUT`
    /// @param path with its query
    record Http(String method, int port, String path) implements Destination {}

    /// Each event is a line.
    record Tcp(int port) implements Destination {}
  }
}
