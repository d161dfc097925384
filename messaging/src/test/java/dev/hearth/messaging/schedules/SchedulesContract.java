package dev.hearth.messaging.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.schedules.store.ScheduleTables;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.store.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/// What schedules promise, on every database, over a clock that is stepped.
abstract class SchedulesContract {
  private static final ScheduleReference NIGHTLY =
      new ScheduleReference(new AccountId("123456789012"), Region.DEFAULT, "default", "nightly");

  @TempDir Path folder;
  private final SteppedClock clock = new SteppedClock();
  private final List<Firings.Firing> fired = new ArrayList<>();
  private final List<Map<String, String>> buried = new ArrayList<>();
  private Sent outcome = new Sent.Delivered();
  private Database database;
  private Firings firings;
  private DueSchedules schedules;

  abstract Database open(Path folder, Schema... schemas);

  @BeforeEach
  void start() {
    database = open(folder, SchedulerPart.SCHEMA, WorkQueue.SCHEMA);
    firings =
        new Firings(
            new WorkQueue(database, "schedule-firings", clock),
            new Firings.Targets() {
              @Override
              public Sent send(Firings.Firing firing, int attempt) {
                fired.add(firing);
                return outcome;
              }

              @Override
              public Sent bury(
                  Firings.Firing firing, String queue, Map<String, String> attributes) {
                buried.add(attributes);
                return new Sent.Delivered();
              }
            },
            clock,
            new Random(1));
    schedules =
        new DueSchedules(
            database,
            new WorkQueue(database, "schedules", clock),
            firings,
            () -> UUID.randomUUID().toString(),
            clock,
            new Random(1));
  }

  @AfterEach
  void close() {
    schedules.worker().close();
    firings.worker().close();
    database.close();
  }

  private void put(String expression, Consumer<GetScheduleResponse.Builder> more) {
    var model =
        GetScheduleResponse.builder()
            .name(NIGHTLY.name())
            .groupName(NIGHTLY.group())
            .scheduleExpression(expression)
            .scheduleExpressionTimezone("UTC")
            .state(ScheduleState.ENABLED)
            .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
            .lastModificationDate(clock.instant())
            .target(
                t ->
                    t.arn("arn:aws:lambda:us-east-1:123456789012:function:f")
                        .roleArn("arn:aws:iam::123456789012:role/r")
                        .retryPolicy(r -> r.maximumRetryAttempts(2))
                        .deadLetterConfig(d -> d.arn("arn:aws:sqs:us-east-1:123456789012:dead")));
    more.accept(model);
    schedules.write(
        tables -> {
          tables.put(NIGHTLY, model.build(), null);
          schedules.begin(tables.sql(), NIGHTLY);
          return true;
        });
  }

  private void settle() {
    while (schedules.worker().runDue() + firings.worker().runDue() > 0) {
      // each piece of work may make more
    }
  }

  private void pass(Duration time) {
    clock.step(time);
    settle();
  }

  private List<String> times() {
    return fired.stream().map(firing -> firing.at().toString()).toList();
  }

  @Test
  void aTimeFiresOnceAndTheScheduleIsDeletedWhereItSaysSo() {
    put("at(2026-01-01T00:10:00)", s -> s.actionAfterCompletion(ActionAfterCompletion.DELETE));
    pass(Duration.ofMinutes(9));
    assertThat(fired).isEmpty();
    pass(Duration.ofMinutes(1));
    pass(Duration.ofDays(1));
    assertThat(times()).containsExactly("2026-01-01T00:10:00Z");
    boolean there = schedules.read(tables -> tables.find(NIGHTLY).isPresent());
    assertThat(there).isFalse();
  }

  @Test
  void aRateFiresAtItsStartAndThenAgainAndAgainUntilItsEnd() {
    put("rate(10 minutes)", s -> s.endDate(Instant.parse("2026-01-01T00:25:00Z")));
    settle();
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofMinutes(1));
    }
    assertThat(times())
        .containsExactly("2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z", "2026-01-01T00:20:00Z");
  }

  @Test
  void whatWasMissedFiresOnceAndLate() {
    put("cron(0 * * * ? *)", s -> {});
    pass(Duration.ofMinutes(60));
    pass(Duration.ofMinutes(330)); // nothing ran in between
    pass(Duration.ofMinutes(30));
    assertThat(times())
        .containsExactly("2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z", "2026-01-01T07:00:00Z");
  }

  @Test
  void aChangeMakesWhatWaitedVoid() {
    put("rate(1 hour)", s -> {});
    settle();
    put("at(2026-01-01T03:00:00)", s -> {});
    pass(Duration.ofHours(3));
    assertThat(times()).containsExactly("2026-01-01T00:00:00Z", "2026-01-01T03:00:00Z");
    put("rate(1 hour)", s -> s.state(ScheduleState.DISABLED));
    pass(Duration.ofHours(3));
    assertThat(fired).hasSize(2);
  }

  @Test
  void aFlexibleWindowFiresWithinIt() {
    put(
        "at(2026-01-01T01:00:00)",
        s ->
            s.flexibleTimeWindow(
                w -> w.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(30)));
    pass(Duration.ofMinutes(60));
    assertThat(fired).isEmpty();
    pass(Duration.ofMinutes(30));
    assertThat(times()).containsExactly("2026-01-01T01:00:00Z");
  }

  @Test
  void clocksThatAreSetSkipNoDayAndRepeatNone() {
    clock.step(Duration.between(clock.instant(), Instant.parse("2026-03-28T00:00:00Z")));
    put("cron(30 2 * * ? *)", s -> s.scheduleExpressionTimezone("Europe/Berlin"));
    for (int i = 0; i < 24 * 4; i++) {
      pass(Duration.ofHours(1));
    }
    assertThat(times()) // on the 29th there is no 02:30 in Berlin
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");

    fired.clear();
    clock.step(Duration.between(clock.instant(), Instant.parse("2026-10-24T12:00:00Z")));
    put("cron(30 2 * * ? *)", s -> s.scheduleExpressionTimezone("Europe/Berlin"));
    for (int i = 0; i < 40; i++) {
      pass(Duration.ofHours(1));
    }
    assertThat(times()).containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void aTargetThatFailsIsTriedAgainWithTheSameExecutionIdAndThenBuried() {
    outcome = new Sent.Failed("INTERNAL_ERROR", "no");
    put("at(2026-01-01T00:01:00)", s -> {});
    for (int i = 0; i < 120; i++) {
      pass(Duration.ofSeconds(1));
    }
    assertThat(fired).hasSize(3);
    assertThat(fired.stream().map(Firings.Firing::execution).distinct()).hasSize(1);
    assertThat(buried).hasSize(1);
    assertThat(buried.getFirst())
        .containsEntry("SCHEDULE_ARN", NIGHTLY.toString())
        .containsEntry("SCHEDULED_TIME", "2026-01-01T00:01:00Z")
        .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts")
        .containsEntry("RETRY_ATTEMPTS", "2");
  }

  @Test
  void schedulesOfManyRatesFireEachTimeOnceOverADay() {
    var random = new Random(3);
    var expected = new HashSet<String>();
    for (int i = 0; i < 20; i++) {
      int minutes = 2 + random.nextInt(50);
      var schedule = new ScheduleReference(NIGHTLY.account(), NIGHTLY.region(), "default", "s" + i);
      database.write(
          sql -> {
            new ScheduleTables(sql)
                .put(
                    schedule,
                    GetScheduleResponse.builder()
                        .scheduleExpression("rate(" + minutes + " minutes)")
                        .scheduleExpressionTimezone("UTC")
                        .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                        .lastModificationDate(clock.instant())
                        .target(t -> t.arn("arn").roleArn("r"))
                        .build(),
                    null);
            schedules.begin(sql, schedule);
            return true;
          });
      for (int at = 0; at <= 24 * 60; at += minutes) {
        expected.add(schedule.name() + "@" + clock.instant().plus(Duration.ofMinutes(at)));
      }
    }
    settle();
    for (int i = 0; i < 24 * 60; i++) {
      pass(Duration.ofMinutes(1));
    }
    assertThat(fired.stream().map(each -> each.schedule().name() + "@" + each.at()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void schedulesAreListedByGroupAndName() {
    put("rate(1 hour)", s -> {});
    assertThat(list("", "")).containsExactly("nightly");
    assertThat(list("default", "nightly")).isEmpty();
    assertThatThrownBy(
            () ->
                schedules
                    .read(tables -> tables.group(NIGHTLY.account(), NIGHTLY.region(), "x"))
                    .orElseThrow(() -> ScheduleRefusals.notFound("Schedule group x")))
        .hasMessage("Schedule group x does not exist.");
  }

  private List<String> list(String group, String name) {
    return schedules
        .read(tables -> tables.list(NIGHTLY.account(), NIGHTLY.region(), null, "", group, name, 10))
        .stream()
        .map(GetScheduleResponse::name)
        .toList();
  }
}
