package dev.hearth.messaging.mappings.api;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.mappings.StreamSource;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.OnFailure;

/// What a mapping is when its user says nothing. Source: AWS Lambda Developer Guide, "Lambda
/// parameters for Amazon SQS event source mappings", and the same for Kinesis.
final class Defaults {
  private Defaults() {}

  static EventSourceMappingConfiguration of(EventSource source, Arn arn) {
    var builder =
        EventSourceMappingConfiguration.builder()
            .batchSize(source.limits(arn).usual())
            .maximumBatchingWindowInSeconds(0)
            .functionResponseTypes(List.<FunctionResponseType>of());
    return switch (source) {
      case QueueSource _ -> builder.build();
      case StreamSource _ ->
          builder
              .parallelizationFactor(1)
              .destinationConfig(
                  DestinationConfig.builder().onFailure(OnFailure.builder().build()).build())
              .maximumRecordAgeInSeconds(-1)
              .bisectBatchOnFunctionError(false)
              .maximumRetryAttempts(-1)
              .tumblingWindowInSeconds(0)
              .build();
    };
  }
}
