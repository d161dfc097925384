package dev.hearth.cli.check;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/// A runtime that gets no security updates any more, or soon not.
final class EndOfLifeRuntime extends Rule<DeployedFunction> {
  private static final int WARNING_DAYS = 180;

  private final InstantSource clock;

  EndOfLifeRuntime(InstantSource clock) {
    super(
        "runtime-end-of-life",
        Severity.MEDIUM,
        DeployedFunction.class,
        "A function's runtime is deprecated: it gets no security updates (low: within 180 days)",
        "Move the function to a newer runtime; a copy of it is tried with"
            + " `hearth deploy DIR --name COPY --runtime NEWER`.");
    this.clock = clock;
  }

  @Override
  protected void examine(DeployedFunction function, Consumer<Finding> found) {
    var runtime = function.runtime();
    var end = runtime == null ? null : RuntimeCalendar.END.get(runtime);
    if (end == null) {
      return;
    }
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var place = Place.of(function.resource(), "runtime");
    if (!end.isAfter(today)) {
      found.accept(finding(place, runtime + " is deprecated since " + end + "."));
    } else if (end.isBefore(today.plusDays(WARNING_DAYS))) {
      found.accept(finding(Severity.LOW, place, runtime + " will be deprecated on " + end + "."));
    }
  }
}
