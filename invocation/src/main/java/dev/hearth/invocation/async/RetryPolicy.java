package dev.hearth.invocation.async;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.async.Step.Defer;
import dev.hearth.invocation.async.Step.End;
import dev.hearth.invocation.async.Step.Retry;
import dev.hearth.invocation.ledger.Outcome;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Duration;
import java.time.Instant;

/// Decides what follows, from how often an event was leased and what came of it.
///
/// A function that fails is tried again after one minute and after two more; an attempt that was
/// throttled, or that failed here, is made up for after 1, 2, 4 … seconds, at most five minutes,
/// for as long as the event may wait. Source: AWS Lambda Developer Guide, "How Lambda handles
/// errors and retries with asynchronous invocation".
final class RetryPolicy {
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration FIRST_DEFERRAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_DEFERRAL = Duration.ofMinutes(5);

  private RetryPolicy() {}

  /// Before an attempt, which `lease` counts already.
  ///
  /// @param looping whether the function was entered too often on the way here
  static Step begin(Lease lease, AsyncSettings settings, boolean looping, Instant now) {
    if (deadline(lease, settings).isBefore(now)) {
      return new End(
          Outcome.EVENT_AGE_EXCEEDED,
          null,
          429,
          "It waited longer than " + settings.eventAge().toSeconds() + " s");
    }
    if (settings.closed()) {
      return new End(
          Outcome.ZERO_RESERVED_CONCURRENCY, null, 429, "The reserved concurrency is zero");
    }
    if (looping && settings.endsLoops()) {
      return new End(
          Outcome.RECURSIVE_INVOCATION, null, 400, "The function calls itself in a loop");
    }
    // Of its nodes each died, or fewer attempts are configured than when it was tried last.
    if (lease.attempts() > 1 + settings.retryAttempts()) {
      return new End(Outcome.RETRIES_EXHAUSTED, null, 500, "Its attempts did not come to an end");
    }
    return new Step.Run();
  }

  /// After the function ran.
  static Step afterRun(Lease lease, AsyncSettings settings, Answer answer, Instant now) {
    if (answer.functionError() == null) {
      return new End(Outcome.SUCCESS, answer, 200, "");
    }
    if (lease.attempts() > settings.retryAttempts()) {
      return new End(Outcome.RETRIES_EXHAUSTED, answer, 200, answer.payload().text());
    }
    var next = now.plus(FIRST_RETRY.multipliedBy(lease.attempts()));
    return next.isAfter(deadline(lease, settings))
        ? new End(Outcome.EVENT_AGE_EXCEEDED, answer, 200, answer.payload().text())
        : new Retry(next);
  }

  /// After the function could not be run.
  static Step afterRefusal(
      Lease lease, AsyncSettings settings, ServiceException refusal, Instant now) {
    if (refusal.code().equals("ResourceNotFoundException")) {
      return new End(
          Outcome.FUNCTION_NOT_FOUND, null, refusal.status(), String.valueOf(refusal.getMessage()));
    }
    var next = now.plus(deferral(lease));
    var deadline = deadline(lease, settings);
    return new Defer(next.isBefore(deadline) ? next : deadline.plusMillis(1));
  }

  /// How long to wait for the attempt that `lease` counts and that was not made.
  static Duration deferral(Lease lease) {
    return deferral(lease.deliveries() - lease.attempts());
  }

  /// How long to wait after `earlier` others of the kind.
  static Duration deferral(int earlier) {
    var wait = FIRST_DEFERRAL.multipliedBy(1L << Math.min(earlier, 20));
    return wait.compareTo(LONGEST_DEFERRAL) < 0 ? wait : LONGEST_DEFERRAL;
  }

  private static Instant deadline(Lease lease, AsyncSettings settings) {
    return lease.enqueued().plus(settings.eventAge());
  }
}
