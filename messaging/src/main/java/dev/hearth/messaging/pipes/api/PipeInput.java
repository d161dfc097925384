package dev.hearth.messaging.pipes.api;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.patterns.EventPattern;
import dev.hearth.messaging.patterns.InvalidPatternException;
import dev.hearth.messaging.pipes.PipeRefusals;
import dev.hearth.messaging.pipes.PipeTargets;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;
import software.amazon.awssdk.services.pipes.model.PipeSourceParameters;

/// What requests say of pipes, and what of it is refused.
final class PipeInput {
  /// Source: Amazon EventBridge Pipes API Reference, "FilterCriteria".
  private static final int MOST_FILTERS = 5;

  private static final int MOST_TAGS = 50;

  private final EventSources sources;
  private final PipeTargets targets;
  private final Predicate<String> assumable;

  /// @param assumable whether Pipes may assume the role of an ARN
  PipeInput(EventSources sources, PipeTargets targets, Predicate<String> assumable) {
    this.sources = sources;
    this.targets = targets;
    this.assumable = assumable;
  }

  static Access passing(Access access, String role) {
    return access.and(
        "iam:PassRole", role, Map.of("iam:PassedToService", List.of("pipes.amazonaws.com")));
  }

  /// Returns what the engine needs of a pipe that could run.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationException`
  EventSourceMappingConfiguration check(
      DescribePipeResponse pipe, Call call, @Nullable SdkPojo log, @Nullable String key) {
    if (log != null) {
      throw PipeRefusals.invalid(
          "Hearth's pipes write no logs of their own: leave LogConfiguration out.");
    }
    if (key != null) {
      throw PipeRefusals.invalid("Hearth encrypts pipes with no keys of yours.");
    }
    var source = source(pipe, call);
    var target = arn("Target", pipe.target());
    int most =
        targets
            .mostAtOnce(target)
            .orElseThrow(
                () ->
                    PipeRefusals.invalid(
                        "Hearth's pipes have no targets of the service "
                            + target.service()
                            + ": "
                            + pipe.target()));
    if (target.service().equals("sns") && target.resource().endsWith(".fifo")) {
      throw PipeRefusals.invalid("A FIFO topic cannot be the target of a pipe: " + pipe.target());
    }
    checkParameters(pipe, target);
    if (pipe.enrichment() != null
        && !arn("Enrichment", pipe.enrichment()).service().equals("lambda")) {
      throw PipeRefusals.invalid(
          "Hearth's pipes are enriched by functions only: " + pipe.enrichment());
    }
    if (!assumable.test(pipe.roleArn())) {
      throw PipeRefusals.invalid(
          "The role %s does not exist, or does not trust pipes.amazonaws.com."
              .formatted(pipe.roleArn()));
    }
    return settings(pipe.sourceParameters(), source, arn("Source", pipe.source()), most);
  }

  private QueueSource source(DescribePipeResponse pipe, Call call) {
    var arn = arn("Source", pipe.source());
    if (!arn.service().equals("sqs")
        || !(sources.find(arn).orElse(null) instanceof QueueSource queue)) {
      throw PipeRefusals.invalid(
          "Hearth's pipes read from SQS queues only, not from " + pipe.source());
    }
    if (!arn.account().equals(call.account().digits())
        || !arn.region().equals(call.region().name())) {
      throw PipeRefusals.invalid("The source must be of the pipe's account and region.");
    }
    return queue;
  }

  private static void checkParameters(DescribePipeResponse pipe, Arn target) {
    var parameters = pipe.targetParameters();
    if (parameters != null) {
      for (var field : parameters.sdkFields()) {
        boolean fits =
            switch (field.memberName()) {
              case "InputTemplate" -> true;
              case "LambdaFunctionParameters" -> target.service().equals("lambda");
              case "SqsQueueParameters" -> target.service().equals("sqs");
              case "EventBridgeEventBusParameters" -> target.service().equals("events");
              case "StepFunctionStateMachineParameters" -> target.service().equals("states");
              default -> false;
            };
        if (!fits && field.getValueOrDefault(parameters) != null) {
          throw PipeRefusals.invalid(
              field.memberName() + " does not fit the target " + pipe.target());
        }
      }
    }
    if (target.service().equals("sqs")
        && target.resource().endsWith(".fifo")
        && (parameters == null
            || parameters.sqsQueueParameters() == null
            || parameters.sqsQueueParameters().messageGroupId() == null)) {
      throw PipeRefusals.invalid("MessageGroupId is required for a FIFO queue as target.");
    }
    var enrichment = pipe.enrichmentParameters();
    if (enrichment != null && enrichment.httpParameters() != null) {
      throw PipeRefusals.invalid("HttpParameters do not fit an enrichment by a function.");
    }
  }

  /// @param most events that the target takes at once
  private static EventSourceMappingConfiguration settings(
      @Nullable PipeSourceParameters given, QueueSource source, Arn arn, int most) {
    var parameters = given == null ? PipeSourceParameters.builder().build() : given;
    for (var field : parameters.sdkFields()) {
      if (!field.memberName().equals("FilterCriteria")
          && !field.memberName().equals("SqsQueueParameters")
          && field.getValueOrDefault(parameters) != null) {
        throw PipeRefusals.invalid(field.memberName() + " does not fit an SQS queue as source.");
      }
    }
    var limits = source.limits(arn);
    var queue = parameters.sqsQueueParameters();
    int batch = queue == null || queue.batchSize() == null ? limits.usual() : queue.batchSize();
    int window =
        queue == null || queue.maximumBatchingWindowInSeconds() == null
            ? 0
            : queue.maximumBatchingWindowInSeconds();
    int largest = Math.min(window > 0 ? limits.most() : limits.mostAtOnce(), most);
    if (batch > largest) {
      throw PipeRefusals.invalid(
          "BatchSize: %d (expected: %d at most, for this source, target and batching window)"
              .formatted(batch, largest));
    }
    if (window > 0 && !limits.windows()) {
      throw PipeRefusals.invalid("A FIFO queue has no MaximumBatchingWindowInSeconds.");
    }
    return EventSourceMappingConfiguration.builder()
        .batchSize(batch)
        .maximumBatchingWindowInSeconds(window)
        .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
        .filterCriteria(criteria(parameters))
        .build();
  }

  private static FilterCriteria criteria(PipeSourceParameters parameters) {
    var criteria = parameters.filterCriteria();
    var patterns =
        criteria == null
            ? List.<String>of()
            : criteria.filters().stream().map(filter -> filter.pattern()).toList();
    if (patterns.size() > MOST_FILTERS) {
      throw PipeRefusals.invalid("A pipe has " + MOST_FILTERS + " filters at most.");
    }
    for (var pattern : patterns) {
      try {
        EventPattern.compile(pattern);
      } catch (InvalidPatternException e) {
        throw PipeRefusals.invalid("Invalid filter pattern: " + e.getMessage());
      }
    }
    return FilterCriteria.builder()
        .filters(
            patterns.stream().map(pattern -> Filter.builder().pattern(pattern).build()).toList())
        .build();
  }

  private static Arn arn(String member, String text) {
    return Arn.parse(text)
        .filter(arn -> !arn.resource().isEmpty())
        .orElseThrow(() -> PipeRefusals.invalid(member + ": " + text + " (expected: an ARN)"));
  }

  static Map<String, String> tags(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw PipeRefusals.invalid("A pipe has " + MOST_TAGS + " tags at most.");
    }
    return tags;
  }
}
