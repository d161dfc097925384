package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Whether the role in whose name a mapping's source is read may still do so: asked anew every ten
/// seconds, for on AWS it is the role that reads.
final class RoleCheck {
  static final Duration AGAIN = Duration.ofSeconds(10);

  private final Runnable question;
  private final InstantSource clock;
  private @Nullable Instant asked;
  private @Nullable String refusal;

  /// @param question returns where it may, and throws a [ServiceException] where not
  RoleCheck(Runnable question, InstantSource clock) {
    this.question = question;
    this.clock = clock;
  }

  /// Why it may not; null where it may.
  synchronized @Nullable String denied() {
    var now = clock.instant();
    if (asked == null || !now.isBefore(asked.plus(AGAIN))) {
      refusal = ask();
      asked = now;
    }
    return refusal;
  }

  private @Nullable String ask() {
    try {
      question.run();
      return null;
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        throw e;
      }
      return e.getMessage();
    }
  }
}
