package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.sandbox.rules.RequestConcurrency;
import dev.hearth.sandbox.web.WebSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many requests one sandbox of a function takes at once, as its tags say. A change of them
/// holds a second later: for sandboxes that run already where it is less, else for those to come.
final class TaggedConcurrency {
  private static final Logger LOG = System.getLogger(TaggedConcurrency.class.getName());

  /// Calls must not keep the database busy.
  private static final Duration FRESH = Duration.ofSeconds(1);

  /// Of functions that are web servers, the other kind is not looked up.
  private static final int MOST_KNOWN = 10_000;

  private final Functions functions;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(Instant when, int concurrency) {}

  TaggedConcurrency(Functions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  /// 1 to 1000; 1 of what is no web server.
  int of(FunctionVersion version) {
    if (!WebSettings.possible(version.environment(), version.settings().image() != null)) {
      return 1;
    }
    var now = clock.instant();
    var last = known.get(version.functionArn());
    if (last == null || !now.isBefore(last.when.plus(FRESH))) {
      last = new Known(now, read(version));
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(version.functionArn(), last);
    }
    return last.concurrency;
  }

  private int read(FunctionVersion version) {
    try {
      return RequestConcurrency.of(functions.tags(version.reference()));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0} takes one request at a time: {1}", version, e.getMessage());
      return 1; // an older Hearth took it
    }
  }
}
