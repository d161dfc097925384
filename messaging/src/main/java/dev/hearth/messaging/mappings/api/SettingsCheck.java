package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.api.Validation;
import dev.hearth.messaging.mappings.EventSource.BatchLimits;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.patterns.EventPattern;
import dev.hearth.messaging.patterns.InvalidPatternException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;

/// Which settings fit together. The wire has checked each by itself, as the model says.
final class SettingsCheck {
  /// Source: AWS Lambda Developer Guide, "Control which events Lambda sends to your function".
  private static final int MAX_FILTERS = 5;

  private static final int MIN_RECORD_AGE = 60;

  private SettingsCheck() {}

  /// Source: `MaximumBatchingWindowInSeconds` in the API reference.
  static void batch(EventSourceMappingConfiguration settings, BatchLimits limits) {
    int size = settings.batchSize();
    int window = settings.maximumBatchingWindowInSeconds();
    if (window > 0 && !limits.windows()) {
      throw EventSources.invalid("Batching window is not supported for FIFO queues");
    }
    Validation.between("batchSize", size, 1, limits.most());
    if (window == 0 && size > limits.mostAtOnce()) {
      throw EventSources.invalid(
          "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
              + " than "
              + limits.mostAtOnce());
    }
  }

  static void filters(@Nullable FilterCriteria criteria) {
    if (criteria == null) {
      return;
    }
    if (criteria.filters().size() > MAX_FILTERS) {
      throw EventSources.invalid(
          "Number of filters exceeds the limit of " + MAX_FILTERS + " filters.");
    }
    for (var filter : criteria.filters()) {
      try {
        EventPattern.compile(filter.pattern() == null ? "" : filter.pattern());
      } catch (InvalidPatternException e) {
        throw EventSources.invalid("Invalid filter pattern definition. " + e.getMessage());
      }
    }
  }

  static void stream(EventSourceMappingConfiguration settings, StreamSource source) {
    int age = settings.maximumRecordAgeInSeconds();
    if (age != -1) {
      Validation.between("maximumRecordAgeInSeconds", age, MIN_RECORD_AGE, 604_800);
    }
    if (settings.startingPosition() == EventSourcePosition.AT_TIMESTAMP
        && !source.startsAtTimestamp()) {
      throw EventSources.invalid("AT_TIMESTAMP is not valid for this event source.");
    }
  }

  /// Where a stream is read from, which a mapping is told once.
  static void start(EventSourceMappingConfiguration settings, Instant now) {
    var position = settings.startingPosition();
    var time = settings.startingPositionTimestamp();
    if (position == null) {
      throw EventSources.invalid(
          "1 validation error detected: Value null at 'startingPosition' failed to satisfy"
              + " constraint: Member must not be null.");
    }
    boolean wantsTime = position == EventSourcePosition.AT_TIMESTAMP;
    if (wantsTime && time == null) {
      throw EventSources.invalid(
          "StartingPositionTimestamp is required when StartingPosition is AT_TIMESTAMP.");
    }
    if (!wantsTime && time != null) {
      throw EventSources.invalid(
          "StartingPositionTimestamp is only valid when StartingPosition is AT_TIMESTAMP.");
    }
    if (time != null && time.isAfter(now)) {
      throw EventSources.invalid("StartingPositionTimestamp cannot be in the future.");
    }
  }
}
