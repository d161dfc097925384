package dev.hearth.messaging.buses.store;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.protocol.ModelJson;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.DescribeApiDestinationResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;

/// A kind of resource that EventBridge describes.
///
/// @param name in the table
/// @param limit how many an account may have in a region; of rules, a bus. AWS's are lower for some
///   kinds, and are raised on request
/// @param reader of what was stored
/// @param <T> the answer of the Describe operation
public record ResourceKind<T extends SdkPojo>(String name, int limit, Function<Payload, T> reader) {
  public static final ResourceKind<DescribeEventBusResponse> BUS =
      new ResourceKind<>(
          "bus", 100, json -> ModelJson.read(json, DescribeEventBusResponse.builder()).build());
  public static final ResourceKind<DescribeRuleResponse> RULE =
      new ResourceKind<>(
          "rule", 2_000, json -> ModelJson.read(json, DescribeRuleResponse.builder()).build());
  public static final ResourceKind<DescribeArchiveResponse> ARCHIVE =
      new ResourceKind<>(
          "archive", 100, json -> ModelJson.read(json, DescribeArchiveResponse.builder()).build());
  public static final ResourceKind<DescribeReplayResponse> REPLAY =
      new ResourceKind<>(
          "replay", 10_000, json -> ModelJson.read(json, DescribeReplayResponse.builder()).build());
  public static final ResourceKind<DescribeConnectionResponse> CONNECTION =
      new ResourceKind<>(
          "connection",
          3_000,
          json -> ModelJson.read(json, DescribeConnectionResponse.builder()).build());
  public static final ResourceKind<DescribeApiDestinationResponse> API_DESTINATION =
      new ResourceKind<>(
          "api-destination",
          3_000,
          json -> ModelJson.read(json, DescribeApiDestinationResponse.builder()).build());
}
