package dev.hearth.messaging.buses.delivery;

import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// What came of sending an event to a target. The codes are those of EventBridge's dead letters.
public sealed interface Sent {
  /// The target has it.
  record Delivered() implements Sent {}

  /// The target gets it in the transaction that ends the delivery, so exactly once.
  ///
  /// @param last in that transaction; a [ServiceException] of it is as if sending had thrown it
  /// @param then after it
  record Within(Consumer<Handle> last, Runnable then) implements Sent {}

  /// It will never take it.
  record Refused(String code, String why) implements Sent {}

  /// It may take it later.
  record Failed(String code, String why) implements Sent {}

  /// There was no attempt: its rate does not allow one yet.
  record Postponed(Duration pause) implements Sent {}

  /// What an error of the service behind the target means.
  static Sent of(ServiceException e) {
    var why = e.code() + ": " + e.getMessage();
    if (e.status() == 429 || e.code().contains("Throttl")) {
      return new Failed("THROTTLING", why);
    }
    if (e.status() >= 500) {
      return new Failed("INTERNAL_ERROR", why);
    }
    if (e.status() == 403) {
      return new Refused("NO_PERMISSIONS", why);
    }
    boolean gone =
        e.status() == 404
            || e.code().contains("NotFound")
            || e.code().contains("NonExistent")
            || e.code().contains("DoesNotExist");
    return new Refused(gone ? "NO_RESOURCE" : "INVALID_PARAMETER", why);
  }
}
