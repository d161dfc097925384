package dev.hearth.messaging.buses.delivery;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.RuleBook;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Sends events to their targets until each is taken, refused, or was tried for long enough.
///
/// A crash repeats what had not ended, and loses nothing. What goes to a queue or to another bus of
/// this Hearth arrives exactly once, for it is one transaction with the delivery's end.
public final class Deliveries {
  private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

  /// Bounds the memory that events take: they are 256 KiB at most.
  private static final int MOST_AT_ONCE = 100;

  /// Longest error message of a dead letter, in characters.
  private static final int LONGEST_MESSAGE = 1_024;

  private static final Duration DEAD_LETTER_PAUSE = Duration.ofSeconds(30);

  private final WorkQueue queue;
  private final RuleBook rules;
  private final TargetServices targets;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final QueueWorker worker;

  /// @param random spreads the retries
  public Deliveries(
      WorkQueue queue,
      RuleBook rules,
      TargetServices targets,
      DeadLetters deadLetters,
      InstantSource clock,
      RandomGenerator random) {
    this.queue = queue;
    this.rules = rules;
    this.targets = targets;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.random = random;
    worker = new QueueWorker(queue, "bus-delivery", MOST_AT_ONCE, this::deliver);
  }

  public QueueWorker worker() {
    return worker;
  }

  private void deliver(Lease lease) {
    var delivery = QueuedDelivery.decode(lease.payload());
    var rule = rules.find(delivery.rule()).orElse(null);
    var target = rule == null ? null : rule.targets().get(delivery.target());
    if (target == null) {
      queue.complete(lease); // it was taken away: so says its owner
      return;
    }
    settle(lease, delivery, target, attempt(delivery, target));
  }

  private Sent attempt(QueuedDelivery delivery, Target target) {
    Payload body;
    try {
      body = TargetInput.of(target, delivery.rule(), delivery.event());
    } catch (ServiceException e) {
      return new Sent.Refused("INVALID_JSON", e.getMessage());
    }
    return targets.send(new Shipment(delivery.rule(), target, delivery.event(), body));
  }

  private void settle(Lease lease, QueuedDelivery delivery, Target target, Sent sent) {
    switch (sent) {
      case Sent.Delivered() -> queue.complete(lease);
      case Sent.Within within -> {
        try {
          if (queue.complete(lease, within.last())) {
            within.then().run();
          }
        } catch (ServiceException e) {
          settle(lease, delivery, target, Sent.of(e));
        }
      }
      case Sent.Refused(var code, var why) -> end(lease, delivery, target, code, why, null);
      case Sent.Failed(var code, var why) -> {
        var next =
            Retries.of(target.retryPolicy())
                .after(lease.attempts(), lease.enqueued(), clock.instant(), random);
        switch (next) {
          case Retries.Next.At(var time) -> queue.retry(lease, time);
          case Retries.Next.Exhausted(var condition) ->
              end(lease, delivery, target, code, why, condition);
        }
      }
      case Sent.Postponed(var pause) -> queue.defer(lease, clock.instant().plus(pause));
    }
  }

  private void end(
      Lease lease,
      QueuedDelivery delivery,
      Target target,
      String code,
      String why,
      @Nullable String condition) {
    if (target.deadLetterConfig() == null || target.deadLetterConfig().arn() == null) {
      drop(lease, delivery, target, code);
      return;
    }
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("RULE_ARN", delivery.rule().toString());
    attributes.put("TARGET_ARN", target.arn());
    attributes.put("ERROR_CODE", code);
    attributes.put(
        "ERROR_MESSAGE", why.length() <= LONGEST_MESSAGE ? why : why.substring(0, LONGEST_MESSAGE));
    if (condition != null) {
      attributes.put("EXHAUSTED_RETRY_CONDITION", condition);
    }
    attributes.put("RETRY_ATTEMPTS", Integer.toString(lease.attempts() - 1));
    var letter =
        new DeadLetters.Letter(
            delivery.rule(),
            target.deadLetterConfig().arn(),
            Payload.of(delivery.event().json()),
            attributes);
    try {
      switch (deadLetters.send(letter)) {
        case Sent.Delivered() -> queue.complete(lease);
        case Sent.Within within -> {
          if (queue.complete(lease, within.last())) {
            within.then().run();
          }
        }
        case Sent.Refused(var refused, _) -> drop(lease, delivery, target, refused);
        case Sent.Failed _, Sent.Postponed _ ->
            queue.defer(lease, clock.instant().plus(DEAD_LETTER_PAUSE));
      }
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        queue.defer(lease, clock.instant().plus(DEAD_LETTER_PAUSE));
      } else {
        drop(lease, delivery, target, e.code());
      }
    }
  }

  private void drop(Lease lease, QueuedDelivery delivery, Target target, String code) {
    if (queue.complete(lease)) {
      LOG.log(
          Level.WARNING,
          "Event {0} of rule {1} was dropped: {2} did not take it ({3})",
          delivery.event().id(),
          delivery.rule(),
          target.arn(),
          code);
    }
  }
}
