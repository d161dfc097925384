package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Lane.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Decides what becomes of a lane's batch from how it went. Source: AWS Lambda Developer Guide,
/// "Configuring partial batch response with Kinesis Data Streams and Lambda" and "Retain discarded
/// batch records": splitting a batch costs none of its retries.
final class RetryPlan {
  private final StreamReader reader;
  private final int maxRetries;
  private final boolean bisects;
  private final boolean partial;
  private final @Nullable Duration maxAge;

  RetryPlan(StreamSource source, StreamReader reader, EventSourceMappingConfiguration settings) {
    this.reader = reader;
    maxRetries = source.retries(settings);
    bisects = settings.bisectBatchOnFunctionError();
    partial =
        settings.functionResponseTypes().contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES);
    int age = settings.maximumRecordAgeInSeconds();
    maxAge = age < 0 ? null : Duration.ofSeconds(age);
  }

  /// What is to be done after a failure.
  ///
  /// @param lane as it is to be stored
  /// @param pause before the next attempt
  /// @param given the records that are given up; null while there is another attempt
  /// @param invocations that failed for them
  record Decided(Lane lane, Duration pause, @Nullable LaneBatch given, int invocations) {}

  /// How many of a batch's first records are older than they may get.
  int expired(LaneBatch batch, Instant now) {
    int count = 0;
    while (maxAge != null
        && count < batch.items().size()
        && batch.items().get(count).arrival().plus(maxAge).isBefore(now)) {
      count++;
    }
    return count;
  }

  /// How many of a batch's first records a function that did not fail is done with.
  int succeeded(LaneBatch batch, Payload answer) {
    if (!partial) {
      return batch.items().size();
    }
    var failed = BatchAnswer.failures(answer, batch.sequenceNumbers());
    int good = 0;
    while (good < batch.items().size()
        && !failed.contains(batch.items().get(good).sequenceNumber())) {
      good++;
    }
    return good;
  }

  /// The lane when all up to `position` is done with.
  Lane moved(Lane lane, String position) {
    return lane.moved(position, behind(lane.retries(), position));
  }

  private List<Retry> behind(List<Retry> retries, String position) {
    return retries.stream().filter(retry -> reader.compare(retry.end(), position) > 0).toList();
  }

  /// @param good how many of its first records were done with all the same
  /// @param retry what was tried again; null for the first attempt
  Decided failed(Lane lane, LaneBatch batch, int good, @Nullable Retry retry) {
    var rest = batch.from(good);
    var position = good == 0 ? lane.position() : batch.items().get(good - 1).position();
    int failures = retry == null ? 0 : retry.failures();
    var after = behind(lane.retries(), batch.through());
    if (bisects && (good > 0 || rest.items().size() > 1)) {
      return new Decided(
          lane.moved(position, split(rest, good, failures, after)), pause(failures), null, 0);
    }
    int invocations = failures + 1;
    if (maxRetries >= 0 && invocations > maxRetries) {
      return new Decided(lane.moved(batch.through(), after), Duration.ZERO, rest, invocations);
    }
    var again = new ArrayList<Retry>();
    again.add(new Retry(batch.through(), invocations));
    again.addAll(after);
    return new Decided(lane.moved(position, List.copyOf(again)), pause(failures), null, 0);
  }

  /// In half, or where the function says that it came to a stop: there it is split already.
  private static List<Retry> split(LaneBatch rest, int good, int failures, List<Retry> after) {
    var retries = new ArrayList<Retry>();
    if (good == 0) {
      int middle = rest.items().size() / 2;
      retries.add(new Retry(rest.items().get(middle - 1).position(), failures));
    }
    retries.add(new Retry(rest.through(), failures));
    retries.addAll(after);
    return List.copyOf(retries);
  }

  private static Duration pause(int failures) {
    return Backoff.after(failures);
  }
}
