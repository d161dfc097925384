package dev.hearth.observability.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionStart;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionUpdate;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;

class StartLiveTailTest {
  private static final String ARN = "arn:aws:logs:us-east-1:123456789012:log-group:g";

  @TempDir Path folder;
  private LogsFixture logs;
  private StartLiveTail operation;

  @BeforeEach
  void open() {
    logs = new LogsFixture(folder);
    operation = new StartLiveTail(logs.database, Duration.ofMillis(1));
    for (var group : List.of("g", "h")) {
      logs.group(group);
      logs.stream(group, "s");
      logs.stream(group, "t");
    }
    logs.put("g", "s", "before the session");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private static StartLiveTailRequest.Builder tail() {
    return StartLiveTailRequest.builder().logGroupIdentifiers(ARN);
  }

  /// Runs a session that does `action` once it has started and ends when `updates` have come.
  private List<StartLiveTailResponseStream> session(
      StartLiveTailRequest.Builder request, int updates, Runnable action) {
    List<StartLiveTailResponseStream> sent = new ArrayList<>();
    var stream = operation.run(request.build(), logs.call("StartLiveTail"));
    assertThatThrownBy(
            () ->
                stream
                    .events()
                    .sendTo(
                        event -> {
                          sent.add(event);
                          if (sent.size() == 1) {
                            action.run();
                          }
                          if (sent.size() == updates + 1) {
                            throw new IOException("the client has gone");
                          }
                        }))
        .isInstanceOf(IOException.class);
    return sent;
  }

  private static List<String> messages(StartLiveTailResponseStream event) {
    return ((LiveTailSessionUpdate) event)
        .sessionResults().stream().map(LiveTailSessionLogEvent::message).toList();
  }

  @Test
  void aSessionBeginsWithWhatItFollowsAndThenSendsWhatIsNew() {
    var sent = session(tail(), 2, () -> logs.put("g", "t", "new"));
    var start = (LiveTailSessionStart) sent.getFirst();
    assertThat(start.logGroupIdentifiers()).containsExactly(ARN);
    assertThat(start.sessionId()).isNotEmpty();
    assertThat(messages(sent.get(1))).containsExactly("new");
    assertThat(messages(sent.get(2))).isEmpty();
    var event = ((LiveTailSessionUpdate) sent.get(1)).sessionResults().getFirst();
    assertThat(event.logGroupIdentifier()).isEqualTo("123456789012:g");
    assertThat(event.logStreamName()).isEqualTo("t");
  }

  @Test
  void anEventWithAnOldTimestampIsNewWhenItIsIngestedNow() {
    var late = LogsFixture.put("g", "s", List.of(logs.event(Duration.ofDays(-3), "late")));
    assertThat(messages(session(tail(), 1, () -> logs.run(late)).get(1))).containsExactly("late");
  }

  @Test
  void groupsStreamsAndPatternNarrowASession() {
    Runnable writes =
        () -> {
          logs.put("g", "s", "ERROR g s");
          logs.put("g", "t", "ERROR g t", "fine g t");
          logs.put("h", "s", "ERROR h s");
        };
    assertThat(messages(session(tail(), 1, writes).get(1)))
        .containsExactly("ERROR g s", "ERROR g t", "fine g t");
    assertThat(messages(session(tail().logStreamNames("t"), 1, writes).get(1)))
        .containsExactly("ERROR g t", "fine g t");
    assertThat(messages(session(tail().logStreamNamePrefixes("s"), 1, writes).get(1)))
        .containsExactly("ERROR g s");
    assertThat(messages(session(tail().logEventFilterPattern("fine"), 1, writes).get(1)))
        .containsExactly("fine g t");
    assertThat(
            messages(
                session(tail().logGroupIdentifiers(ARN, ARN.replace(":g", ":h")), 1, writes)
                    .get(1)))
        .contains("ERROR h s", "ERROR g s");
  }

  @Test
  void anUpdateHoldsFiveHundredEventsAndSaysWhenThereWereMore() {
    var many =
        LogsFixture.put(
            "g",
            "s",
            IntStream.range(0, 600).mapToObj(i -> logs.event(Duration.ZERO, "m" + i)).toList());
    var update = (LiveTailSessionUpdate) session(tail(), 1, () -> logs.run(many)).get(1);
    assertThat(update.sessionResults()).hasSize(500);
    assertThat(update.sessionMetadata().sampled()).isTrue();
  }

  @Test
  void aSessionThatMakesNoSenseIsRefusedBeforeItsFirstEvent() {
    var two = List.of(ARN, ARN.replace(":g", ":h"));
    for (var request :
        List.of(
            tail().logStreamNames("s").logStreamNamePrefixes("s").build(),
            tail().logGroupIdentifiers(two).logStreamNames("s").build(),
            tail().logEventFilterPattern("a/b").build(),
            tail().logGroupIdentifiers(ARN + ":*").build())) {
      assertThatThrownBy(() -> operation.run(request, logs.call("StartLiveTail")))
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> assertThat(e.code()).isEqualTo("InvalidParameterException"));
    }
    assertThatThrownBy(
            () ->
                operation.run(
                    tail().logGroupIdentifiers(ARN + "none").build(), logs.call("StartLiveTail")))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("ResourceNotFoundException"));
  }
}
