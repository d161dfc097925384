package dev.hearth.observability.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;

class LogEventsTest {
  @TempDir Path folder;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(folder);
    logs.group("g");
    logs.stream("g", "s");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private PutLogEventsResponse put(List<InputLogEvent> events) {
    return logs.run(LogsFixture.put("g", "s", events));
  }

  private String refusal(List<InputLogEvent> events) {
    return logs.refusal(LogsFixture.put("g", "s", events), "InvalidParameterException");
  }

  private static GetLogEventsRequest.Builder get() {
    return GetLogEventsRequest.builder().logGroupName("g").logStreamName("s");
  }

  private GetLogEventsResponse get(GetLogEventsRequest.Builder request) {
    return logs.run(request.build());
  }

  private static List<String> messages(GetLogEventsResponse response) {
    return response.events().stream().map(OutputLogEvent::message).toList();
  }

  private static FilterLogEventsRequest.Builder filter() {
    return FilterLogEventsRequest.builder().logGroupName("g");
  }

  private List<FilteredLogEvent> filtered(FilterLogEventsRequest.Builder request) {
    FilterLogEventsResponse response = logs.run(request.build());
    return response.events();
  }

  private List<String> found(FilterLogEventsRequest.Builder request) {
    return filtered(request).stream().map(FilteredLogEvent::message).toList();
  }

  @Test
  void eventsComeBackWithTheirTimes() {
    logs.put("g", "s", "täglich\n\0", "two");
    var event = get(get()).events().getFirst();
    assertThat(event.message()).isEqualTo("täglich\n\uFFFD");
    assertThat(event.timestamp()).isEqualTo(logs.now.toEpochMilli());
    assertThat(event.ingestionTime()).isEqualTo(logs.now.toEpochMilli());
  }

  @Test
  void eventsOfOneMillisecondKeepTheOrderOfTheirIngestion() {
    put(IntStream.range(0, 50).mapToObj(i -> logs.event(Duration.ZERO, "m" + i)).toList());
    assertThat(messages(get(get())))
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void batchesOutsideOfAwsLimitsAreRefusedAsAWhole() {
    var megabyte = "x".repeat(1_048_576 - 26);
    assertThat(refusal(List.of(logs.event(Duration.ZERO, megabyte + "x"))))
        .isEqualTo("Log event too large: 1048577 bytes exceeds limit of 1048576");
    assertThat(
            refusal(List.of(logs.event(Duration.ZERO, megabyte), logs.event(Duration.ZERO, "x"))))
        .isEqualTo("Upload too large: 1048603 bytes exceeds limit of 1048576");
    assertThat(
            refusal(
                List.of(logs.event(Duration.ofSeconds(1), "b"), logs.event(Duration.ZERO, "a"))))
        .contains("must be in chronological order");
    assertThat(
            refusal(
                List.of(
                    logs.event(Duration.ofHours(-25), "a"),
                    logs.event(Duration.ofSeconds(1), "b"))))
        .contains("cannot span more than 24 hours");
    assertThat(refusal(List.of())).contains("logEvents");
    assertThat(refusal(List.of(logs.event(Duration.ZERO, "")))).contains("message");
    assertThat(messages(get(get()))).isEmpty();
    put(List.of(logs.event(Duration.ZERO, megabyte)));
    assertThat(messages(get(get()))).containsExactly(megabyte);
  }

  @Test
  void eventsThatAreTooOldOrTooNewAreLeftOutAndReported() {
    var response =
        put(
            List.of(
                logs.event(Duration.ofDays(-15), "old"),
                logs.event(Duration.ofDays(-14).minusMillis(1), "old"),
                logs.event(Duration.ZERO, "fine"),
                logs.event(Duration.ofHours(2), "fine too"),
                logs.event(Duration.ofHours(2).plusMillis(1), "new")));
    assertThat(response.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(2);
    assertThat(response.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(4);
    assertThat(response.rejectedLogEventsInfo().expiredLogEventEndIndex()).isNull();
    assertThat(messages(get(get()))).containsExactly("fine", "fine too");
  }

  @Test
  void eventsPastTheRetentionAreReportedAsExpired() {
    logs.run(PutRetentionPolicyRequest.builder().logGroupName("g").retentionInDays(1).build());
    var response =
        put(
            List.of(
                logs.event(Duration.ofHours(-25), "expired"), logs.event(Duration.ZERO, "fine")));
    assertThat(response.rejectedLogEventsInfo().expiredLogEventEndIndex()).isEqualTo(1);
    assertThat(response.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isNull();
    assertThat(put(List.of(logs.event(Duration.ofDays(-20), "x"))).rejectedLogEventsInfo())
        .isNotNull();
    assertThat(messages(get(get()))).containsExactly("fine");
  }

  @Test
  void aStreamThatDoesNotExistIsRefused() {
    assertThat(
            logs.refusal(
                LogsFixture.put("g", "none", List.of(logs.event(Duration.ZERO, "x"))),
                "ResourceNotFoundException"))
        .isEqualTo("The specified log stream does not exist.");
  }

  @Test
  void readingFromTheHeadReachesTheEndWhereTheTokenStaysTheSameUntilMoreComes() {
    logs.put("g", "s", "1", "2", "3");
    var first = get(get().startFromHead(true).limit(2));
    assertThat(messages(first)).containsExactly("1", "2");
    var second = get(get().startFromHead(true).limit(2).nextToken(first.nextForwardToken()));
    assertThat(messages(second)).containsExactly("3");
    var end = get(get().startFromHead(true).nextToken(second.nextForwardToken()));
    assertThat(messages(end)).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());
    logs.now = logs.now.plusSeconds(10);
    logs.put("g", "s", "4");
    assertThat(messages(get(get().startFromHead(true).nextToken(end.nextForwardToken()))))
        .containsExactly("4");
  }

  @Test
  void readingFromTheTailGoesBackwardsPageByPageEachInOrder() {
    logs.put("g", "s", "1", "2", "3", "4", "5");
    var last = get(get().limit(2));
    assertThat(messages(last)).containsExactly("4", "5");
    var middle = get(get().limit(2).nextToken(last.nextBackwardToken()));
    assertThat(messages(middle)).containsExactly("2", "3");
    var first = get(get().limit(2).nextToken(middle.nextBackwardToken()));
    assertThat(messages(first)).containsExactly("1");
    var end = get(get().limit(2).nextToken(first.nextBackwardToken()));
    assertThat(messages(end)).isEmpty();
    assertThat(end.nextBackwardToken()).isEqualTo(first.nextBackwardToken());
    assertThat(messages(get(get().limit(2).nextToken(first.nextForwardToken()))))
        .containsExactly("2", "3");
  }

  @Test
  void anEmptyStreamHasTokensThatFindWhatComesLater() {
    var empty = get(get());
    assertThat(empty.nextForwardToken()).startsWith("f/");
    assertThat(empty.nextBackwardToken()).startsWith("b/");
    logs.put("g", "s", "1");
    assertThat(messages(get(get().nextToken(empty.nextForwardToken())))).containsExactly("1");
  }

  @Test
  void aTimeRangeIncludesItsStartAndNotItsEnd() {
    logs.put("g", "s", "1", "2", "3");
    var start = logs.now.toEpochMilli();
    assertThat(messages(get(get().startTime(start + 1000).endTime(start + 2000))))
        .containsExactly("2");
    assertThat(
            messages(
                get(get().startFromHead(true).startTime(start).endTime(start + 1001).limit(1))))
        .containsExactly("1");
  }

  @Test
  void aPageHoldsNoMoreThanAMegabyte() {
    for (var i = 0; i < 4; i++) {
      put(List.of(logs.event(Duration.ofSeconds(i), i + "x".repeat(400_000))));
    }
    assertThat(get(get()).events()).hasSize(2);
    var page = get(get().startFromHead(true));
    assertThat(page.events()).hasSize(2);
    assertThat(get(get().nextToken(page.nextForwardToken())).events()).hasSize(2);
    FilterLogEventsResponse filtered = logs.run(filter().build());
    assertThat(filtered.events()).hasSize(2);
    assertThat(filtered(filter().nextToken(filtered.nextToken()))).hasSize(2);
  }

  @Test
  void damagedTokensAreRefused() {
    for (var token : List.of("x", "f/1", "f/" + "9".repeat(56), "g/" + "0".repeat(56))) {
      assertThat(logs.refusal(get().nextToken(token).build(), "InvalidParameterException"))
          .isEqualTo("The specified nextToken is invalid.");
      logs.refusal(filter().nextToken(token).build(), "InvalidParameterException");
    }
  }

  @Test
  void aSearchMixesStreamsInTheOrderOfTimeAndPagesThroughThem() {
    logs.stream("g", "t");
    logs.put("g", "s", "s0", "s1", "s2");
    logs.now = logs.now.plusMillis(500);
    logs.put("g", "t", "t0", "t1", "t2");
    List<String> found = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    String token = null;
    do {
      FilterLogEventsResponse page = logs.run(filter().limit(2).nextToken(token).build());
      page.events().forEach(event -> found.add(event.message()));
      page.events().forEach(event -> ids.add(event.eventId()));
      token = page.nextToken();
    } while (token != null);
    assertThat(found).containsExactly("s0", "t0", "s1", "t1", "s2", "t2");
    assertThat(ids).doesNotHaveDuplicates().isSorted();
    assertThat(filtered(filter()).stream().map(FilteredLogEvent::eventId)).isEqualTo(ids);
  }

  @Test
  void aSearchIsNarrowedByStreamsTimeAndPattern() {
    logs.stream("g", "t1");
    logs.stream("g", "t2");
    logs.put("g", "s", "ERROR s", "fine s");
    logs.put("g", "t1", "ERROR t1");
    logs.put("g", "t2", "ERROR t2");
    assertThat(found(filter().filterPattern("ERROR"))).hasSize(3);
    assertThat(found(filter().filterPattern("ERROR").logStreamNames("s")))
        .containsExactly("ERROR s");
    assertThat(found(filter().logStreamNames("t1", "t2"))).hasSize(2);
    assertThat(found(filter().logStreamNamePrefix("t"))).hasSize(2);
    var start = logs.now.toEpochMilli();
    assertThat(found(filter().startTime(start + 1))).containsExactly("fine s");
    assertThat(found(filter().endTime(start))).hasSize(3);
    assertThat(found(filter().endTime(Long.MAX_VALUE))).hasSize(4);
    assertThat(
            found(
                FilterLogEventsRequest.builder()
                    .logGroupIdentifier("arn:aws:logs:us-east-1:123456789012:log-group:g")))
        .hasSize(4);
  }

  @Test
  void aSearchThatMakesNoSenseIsRefused() {
    assertThat(logs.refusal(filter().filterPattern("a/b").build(), "InvalidParameterException"))
        .isEqualTo("Invalid filter pattern: Invalid character(s) in term 'a/b'");
    logs.refusal(
        filter().logStreamNames("s").logStreamNamePrefix("s").build(), "InvalidParameterException");
    logs.refusal(filter().logStreamNames("none").build(), "ResourceNotFoundException");
    logs.refusal(
        FilterLogEventsRequest.builder().logGroupName("none").build(), "ResourceNotFoundException");
  }

  @Test
  void aRareMatchInALongLogIsFoundOverEmptyPages() {
    for (var batch = 0; batch < 11; batch++) {
      put(
          IntStream.range(0, 10_000)
              .mapToObj(i -> logs.event(Duration.ofMillis(i), "dull"))
              .toList());
      logs.now = logs.now.plusSeconds(10);
    }
    logs.put("g", "s", "needle");
    FilterLogEventsResponse first = logs.run(filter().filterPattern("needle").build());
    assertThat(first.events()).isEmpty();
    assertThat(first.nextToken()).isNotNull();
    FilterLogEventsResponse second =
        logs.run(filter().filterPattern("needle").nextToken(first.nextToken()).build());
    assertThat(second.events()).hasSize(1);
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void pagesSeekAnIndexInsteadOfSortingOrScanning() {
    List<String> plan =
        logs.database.read(
            sql ->
                sql.select(
                        """
                        EXPLAIN QUERY PLAN
                        SELECT e.seq, s.name FROM log_event e JOIN log_stream s ON s.id = e.stream_id
                        WHERE e.group_id = 1 AND e.at >= 5 AND e.at < 9 AND (e.at, e.seq) > (5, 5)
                        ORDER BY e.at, e.seq
                        """)
                    .map((row, _) -> row.getString("detail"))
                    .list());
    assertThat(plan)
        .first()
        .asString()
        .contains("SEARCH e USING INDEX log_event_by_group (group_id=? AND at>? AND at<?)");
    assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE"));
  }
}
