package dev.hearth.invocation;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.sandbox.rules.EgressList;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the sandboxes of a function may connect to, as its tags say. A change of them holds for new
/// connections a second later, in sandboxes that run already, too.
final class TaggedEgress implements EgressList.Source {
  private static final Logger LOG = System.getLogger(TaggedEgress.class.getName());

  /// A sandbox that connects and connects must not keep the database busy.
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Functions functions;
  private final FunctionReference function;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  private record Known(Instant when, @Nullable EgressList list) {}

  TaggedEgress(Functions functions, FunctionReference function, InstantSource clock) {
    this.functions = functions;
    this.function = function;
    this.clock = clock;
  }

  @Override
  public @Nullable EgressList current() {
    var now = clock.instant();
    var last = known;
    if (last == null || !now.isBefore(last.when.plus(FRESH))) {
      last = new Known(now, read());
      known = last;
    }
    return last.list;
  }

  private @Nullable EgressList read() {
    try {
      return EgressList.of(functions.tags(function));
    } catch (IllegalArgumentException e) {
      // An older Hearth took it: whoever wrote it meant to close something.
      LOG.log(Level.WARNING, "{0} connects to nothing: {1}", function.arn(), e.getMessage());
      return new EgressList(List.of());
    }
  }
}
