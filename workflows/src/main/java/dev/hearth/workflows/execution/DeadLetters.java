package dev.hearth.workflows.execution;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Sends the inputs of asynchronous executions that failed or timed out to the dead-letter target
/// of their function's version, as Lambda does with events of ordinary functions.
final class DeadLetters {
  private static final System.Logger LOG = System.getLogger(DeadLetters.class.getName());

  /// How long a target that does not answer is tried.
  private static final Duration LONGEST = Duration.ofHours(6);

  private static final int MOST_DOUBLINGS = 8; // to about four minutes

  /// Source: AWS Lambda Developer Guide, "Adding a dead-letter queue": the first kilobyte.
  private static final int LONGEST_MESSAGE = 1_024;

  private final Executions executions;
  private final WorkQueue queue;
  private final Functions functions;
  private final Destinations destinations;
  private final InstantSource clock;

  /// @param queue whose leases are settled
  DeadLetters(
      Executions executions,
      WorkQueue queue,
      Functions functions,
      Destinations destinations,
      InstantSource clock) {
    this.executions = executions;
    this.queue = queue;
    this.functions = functions;
    this.destinations = destinations;
    this.clock = clock;
  }

  /// Sends what `execution` began with, where its function has a target for it.
  void send(Lease lease, long execution) {
    switch (receipt(execution)) {
      case Receipt.Delivered() -> queue.complete(lease);
      case Receipt.Refused(var why) -> lose(lease, execution, why);
      case Receipt.Unavailable(var why) -> {
        var wait = Duration.ofSeconds(1L << Math.min(lease.deliveries() - 1, MOST_DOUBLINGS));
        var next = clock.instant().plus(wait);
        if (next.isAfter(lease.enqueued().plus(LONGEST))) {
          lose(lease, execution, why);
        } else {
          queue.retry(lease, next);
        }
      }
    }
  }

  private void lose(Lease lease, long execution, String why) {
    LOG.log(Level.WARNING, "The dead letter of execution " + execution + " is lost: " + why);
    queue.complete(lease);
  }

  private Receipt receipt(long id) {
    try {
      return executions
          .read(tables -> tables.find(id))
          .flatMap(execution -> delivery(execution, version(execution)))
          .map(destinations::deliver)
          .orElseGet(Receipt.Delivered::new);
    } catch (ServiceException e) {
      var why = e.code() + ": " + e.getMessage();
      return e.status() >= 500 ? new Receipt.Unavailable(why) : new Receipt.Refused(why);
    }
  }

  private FunctionVersion version(StoredExecution execution) {
    var arn = execution.arn();
    return functions.resolve(arn.account(), arn.region(), arn.function(), arn.version());
  }

  private static Optional<Delivery> delivery(StoredExecution execution, FunctionVersion version) {
    return Optional.ofNullable(version.settings().deadLetterTarget())
        .flatMap(Arn::parse)
        .map(
            target ->
                new Delivery(
                    execution.arn().functionVersion(),
                    execution.arn().run(),
                    Sending.Kind.DEAD_LETTER,
                    target,
                    version.settings().role(),
                    execution.trace(),
                    attributes(execution),
                    execution.input()));
  }

  private static Map<String, String> attributes(StoredExecution execution) {
    var error = execution.outcome().error();
    var message =
        error == null
            ? execution.outcome().status().toString()
            : Objects.requireNonNullElse(error.errorMessage(), "");
    return Map.of(
        "RequestID",
        execution.arn().run(),
        "ErrorCode",
        "200",
        "ErrorMessage",
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
  }
}
