package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.store.Mapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Whether the function's execution role may still read a mapping's source: asked anew every ten
/// seconds, for on AWS it is the role that reads.
final class RoleCheck {
  static final Duration AGAIN = Duration.ofSeconds(10);

  private final EventSources sources;
  private final EventSource source;
  private final Mapping mapping;
  private final BatchInvoker invoker;
  private final InstantSource clock;
  private @Nullable Instant asked;
  private @Nullable String refusal;

  RoleCheck(
      EventSources sources,
      EventSource source,
      Mapping mapping,
      BatchInvoker invoker,
      InstantSource clock) {
    this.sources = sources;
    this.source = source;
    this.mapping = mapping;
    this.invoker = invoker;
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
      var role = invoker.version(mapping.function()).settings().role();
      sources.checkRole(role, source, mapping.source());
      return null;
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        throw e;
      }
      return e.getMessage();
    }
  }
}
