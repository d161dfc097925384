package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs of a web server that takes several requests at once. Each has its own connection and its
/// own limit of time: where that passes, the connection is closed and the others go on.
///
/// The [Lifecycle] knows the program as a runtime that waits for its first event, for ever.
/// Extensions are told of no invocation here.
///
/// @param web sends the requests
/// @param clock sets the deadlines that functions see
record SharedRuns(Lifecycle lifecycle, WebAdapter web, InstantSource clock) {
  /// See [RuntimeApi#run]; from any number of threads.
  Run run(Invocation invocation, Duration timeout) {
    var early = lifecycle.awaitReady(timeout);
    if (early != null) {
      return early;
    }
    var work = new Work(invocation, clock.instant(), timeout);
    var run = run(work);
    work.closeStream();
    lifecycle.report(work, run);
    return run;
  }

  private Run run(Work work) {
    var exchange = new FutureTask<>(() -> web.exchange(work));
    Thread.ofVirtual().name("web-request").start(exchange);
    try {
      return exchange.get(work.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true); // which closes what its thread reads
      return new Run.TimedOut(work.timeout(), work.duration());
    } catch (ExecutionException e) {
      if (web.hasEnded()) {
        var end = lifecycle.awaitReady(work.timeout()); // which is over, and tells how
        return end == null ? new Run.Crashed("closed", false, work.duration()) : end;
      }
      return WebAdapter.hungUp(work, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return new Run.Crashed("interrupted", false, work.duration());
    }
  }
}
