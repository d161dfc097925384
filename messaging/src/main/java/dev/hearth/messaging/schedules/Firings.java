package dev.hearth.messaging.schedules;

import dev.hearth.invocation.async.Framed;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.delivery.Retries;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import dev.hearth.wire.protocol.ModelJson;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.Target;

/// Calls the targets of schedules until each has taken it, refused it, or was tried for long
/// enough. A crash repeats a call, with the same execution id, and forgets none.
public final class Firings {
  private static final System.Logger LOG = System.getLogger(Firings.class.getName());
  private static final int MOST_AT_ONCE = 100;
  private static final int LONGEST_MESSAGE = 1_024;
  private static final Duration DEAD_LETTER_PAUSE = Duration.ofSeconds(30);

  private final WorkQueue queue;
  private final Targets targets;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final QueueWorker worker;

  /// @param random spreads the retries
  public Firings(WorkQueue queue, Targets targets, InstantSource clock, RandomGenerator random) {
    this.queue = queue;
    this.targets = targets;
    this.clock = clock;
    this.random = random;
    worker = new QueueWorker(queue, "schedule-firing", MOST_AT_ONCE, this::fire);
  }

  /// One time of a schedule.
  ///
  /// @param execution a UUID, the same in every attempt
  /// @param at for which it is meant
  /// @param target as it was then
  public record Firing(ScheduleReference schedule, String execution, Instant at, Target target) {}

  /// What is behind targets.
  public interface Targets {
    /// @param attempt 1 for the first
    /// @throws ServiceException where the service refuses, see [Sent#of]
    Sent send(Firing firing, int attempt);

    /// @throws ServiceException where the queue refuses
    Sent bury(Firing firing, String queue, Map<String, String> attributes);
  }

  private record Head(
      String account, String region, String group, String name, String execution, long at) {}

  public QueueWorker worker() {
    return worker;
  }

  void add(Handle sql, Firing firing) {
    var schedule = firing.schedule;
    queue.enqueue(
        sql,
        schedule.account() + "/" + schedule.region(),
        Framed.join(
            new Head(
                schedule.account().digits(),
                schedule.region().name(),
                schedule.group(),
                schedule.name(),
                firing.execution,
                firing.at.toEpochMilli()),
            ModelJson.write(firing.target)),
        clock.instant());
  }

  void announce() {
    queue.announce();
  }

  private static Firing decode(Payload stored) {
    var head = Framed.head(stored, Head.class);
    return new Firing(
        new ScheduleReference(
            new AccountId(head.account), new Region(head.region), head.group, head.name),
        head.execution,
        Instant.ofEpochMilli(head.at),
        ModelJson.read(Framed.body(stored), Target.builder()).build());
  }

  private void fire(Lease lease) {
    var firing = decode(lease.payload());
    settle(lease, firing, attempt(() -> targets.send(firing, lease.attempts())));
  }

  private interface Attempt {
    Sent send();
  }

  private static Sent attempt(Attempt attempt) {
    try {
      return attempt.send();
    } catch (ServiceException e) {
      return Sent.of(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A schedule's target could not be called", e);
      return new Sent.Failed("INTERNAL_ERROR", "The target could not be called.");
    }
  }

  private void settle(Lease lease, Firing firing, Sent sent) {
    switch (sent) {
      case Sent.Delivered() -> queue.complete(lease);
      case Sent.Within within -> {
        try {
          if (queue.complete(lease, within.last())) {
            within.then().run();
          }
        } catch (ServiceException e) {
          settle(lease, firing, Sent.of(e));
        }
      }
      case Sent.Refused(var code, var why) -> end(lease, firing, code, why, null);
      case Sent.Failed(var code, var why) -> {
        var policy = firing.target.retryPolicy();
        var retries =
            policy == null
                ? Retries.of(null, null)
                : Retries.of(policy.maximumRetryAttempts(), policy.maximumEventAgeInSeconds());
        switch (retries.after(lease.attempts(), lease.enqueued(), clock.instant(), random)) {
          case Retries.Next.At(var time) -> queue.retry(lease, time);
          case Retries.Next.Exhausted(var condition) -> end(lease, firing, code, why, condition);
        }
      }
      case Sent.Postponed(var pause) -> queue.defer(lease, clock.instant().plus(pause));
    }
  }

  private void end(
      Lease lease, Firing firing, String code, String why, @Nullable String condition) {
    var config = firing.target.deadLetterConfig();
    if (config == null || config.arn() == null) {
      drop(lease, firing, code);
      return;
    }
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("SCHEDULE_ARN", firing.schedule.toString());
    attributes.put("TARGET_ARN", firing.target.arn());
    attributes.put("EXECUTION_ID", firing.execution);
    attributes.put("SCHEDULED_TIME", firing.at.toString());
    attributes.put("ERROR_CODE", code);
    attributes.put(
        "ERROR_MESSAGE", why.length() <= LONGEST_MESSAGE ? why : why.substring(0, LONGEST_MESSAGE));
    attributes.put("RETRY_ATTEMPTS", Integer.toString(lease.attempts() - 1));
    if (condition != null) {
      attributes.put("EXHAUSTED_RETRY_CONDITION", condition);
    }
    switch (attempt(() -> targets.bury(firing, config.arn(), attributes))) {
      case Sent.Delivered() -> queue.complete(lease);
      case Sent.Within within -> {
        if (queue.complete(lease, within.last())) {
          within.then().run();
        }
      }
      case Sent.Refused(var refused, _) -> drop(lease, firing, refused);
      case Sent.Failed _, Sent.Postponed _ ->
          queue.defer(lease, clock.instant().plus(DEAD_LETTER_PAUSE));
    }
  }

  private void drop(Lease lease, Firing firing, String code) {
    if (queue.complete(lease)) {
      LOG.log(
          Level.WARNING,
          "Execution {0} of {1} was dropped: {2} did not take it ({3})",
          firing.execution,
          firing.schedule,
          firing.target.arn(),
          code);
    }
  }
}
