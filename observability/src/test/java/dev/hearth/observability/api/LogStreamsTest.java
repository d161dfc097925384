package dev.hearth.observability.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

class LogStreamsTest {
  @TempDir Path folder;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(folder);
    logs.group("g");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private static DescribeLogStreamsRequest.Builder all() {
    return DescribeLogStreamsRequest.builder().logGroupName("g");
  }

  /// All pages, two streams each.
  private List<String> names(DescribeLogStreamsRequest.Builder request) {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      DescribeLogStreamsResponse page = logs.run(request.limit(2).nextToken(token).build());
      assertThat(page.logStreams()).hasSizeLessThanOrEqualTo(2);
      page.logStreams().forEach(stream -> names.add(stream.logStreamName()));
      token = page.nextToken();
    } while (token != null);
    return names;
  }

  @Test
  void aStreamShowsTheTimesOfItsEvents() {
    logs.stream("g", "2026/03/01/[$LATEST]abc");
    LogStream empty = describe();
    assertThat(empty.lastEventTimestamp()).isNull();
    assertThat(empty.firstEventTimestamp()).isNull();
    assertThat(empty.lastIngestionTime()).isNull();
    logs.put("g", "2026/03/01/[$LATEST]abc", "one", "two");
    logs.now = logs.now.plusSeconds(60);
    logs.run(
        LogsFixture.put(
            "g", "2026/03/01/[$LATEST]abc", List.of(logs.event(Duration.ofMinutes(-5), "late"))));
    var stream = describe();
    assertThat(stream.arn())
        .isEqualTo(
            "arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:2026/03/01/[$LATEST]abc");
    assertThat(stream.firstEventTimestamp()).isEqualTo(logs.now.minusSeconds(300).toEpochMilli());
    assertThat(stream.lastEventTimestamp()).isEqualTo(logs.now.minusSeconds(59).toEpochMilli());
    assertThat(stream.lastIngestionTime()).isEqualTo(logs.now.toEpochMilli());
    assertThat(stream.uploadSequenceToken()).isNotEmpty();
  }

  private LogStream describe() {
    DescribeLogStreamsResponse response = logs.run(all().build());
    return response.logStreams().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "LogStreamName,false,a b c d e",
    "LogStreamName,true,e d c b a",
    "LastEventTime,false,e d a c b",
    "LastEventTime,true,b c a d e"
  })
  void streamsAreListedInEitherOrderAndDirection(
      String orderBy, boolean descending, String expected) {
    for (var name : List.of("a", "b", "c", "d", "e")) {
      logs.stream("g", name);
    }
    for (var name : List.of("a", "c", "b")) {
      logs.now = logs.now.plusSeconds(1);
      logs.put("g", name, "x");
    }
    logs.run(LogsFixture.put("g", "d", List.of(logs.event(Duration.ofHours(-1), "x"))));
    assertThat(names(all().orderBy(OrderBy.fromValue(orderBy)).descending(descending)))
        .isEqualTo(List.of(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({"false,p1 p2 p3", "true,p3 p2 p1"})
  void streamsAreFoundByPrefixInEitherDirection(boolean descending, String expected) {
    for (var name : List.of("a", "p1", "p2", "p3", "q")) {
      logs.stream("g", name);
    }
    assertThat(names(all().logStreamNamePrefix("p").descending(descending)))
        .isEqualTo(List.of(expected.split(" ")));
  }

  @Test
  void whatCannotBeCombinedOrDoesNotExistIsRefused() {
    logs.refusal(
        all().logStreamNamePrefix("p").orderBy(OrderBy.LAST_EVENT_TIME).build(),
        "InvalidParameterException");
    logs.refusal(all().logGroupIdentifier("g").build(), "InvalidParameterException");
    logs.refusal(DescribeLogStreamsRequest.builder().build(), "InvalidParameterException");
    logs.refusal(
        DescribeLogStreamsRequest.builder().logGroupName("none").build(),
        "ResourceNotFoundException");
    logs.refusal(
        DescribeLogStreamsRequest.builder()
            .logGroupIdentifier("arn:aws:logs:us-east-1:123456789012:log-group:g:*")
            .build(),
        "InvalidParameterException");
    logs.refusal(
        all().orderBy(OrderBy.LAST_EVENT_TIME).nextToken("YWJj").build(),
        "InvalidParameterException");
  }

  @Test
  void aStreamIsMadeOnceAndInAGroupThatExists() {
    logs.stream("g", "s");
    assertThat(
            logs.refusal(
                CreateLogStreamRequest.builder().logGroupName("g").logStreamName("s").build(),
                "ResourceAlreadyExistsException"))
        .isEqualTo("The specified log stream already exists");
    assertThat(
            logs.refusal(
                CreateLogStreamRequest.builder().logGroupName("none").logStreamName("s").build(),
                "ResourceNotFoundException"))
        .isEqualTo("The specified log group does not exist.");
  }

  @Test
  void aDeletedStreamIsGone() {
    var delete = DeleteLogStreamRequest.builder().logGroupName("g").logStreamName("s").build();
    logs.stream("g", "s");
    logs.put("g", "s", "x");
    logs.run(delete);
    assertThat(names(all())).isEmpty();
    assertThat(logs.refusal(delete, "ResourceNotFoundException"))
        .isEqualTo("The specified log stream does not exist.");
    assertThat(logs.access(delete))
        .containsExactly(
            "logs:DeleteLogStream arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s");
  }
}
