package dev.hearth.messaging.buses.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.messaging.buses.store.ResourceTable;
import dev.hearth.messaging.buses.store.ResourceTable.Stored;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.ApiDestinationState;
import software.amazon.awssdk.services.eventbridge.model.CreateApiDestinationRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeApiDestinationResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;
import software.amazon.awssdk.services.eventbridge.model.UpdateApiDestinationRequest;

/// API destinations, for their operations.
final class ApiDestinations {
  /// Source: the API reference, `InvocationRateLimitPerSecond`.
  private static final int DEFAULT_RATE = 300;

  private final BusStore store;
  private final boolean insecureToo;
  private final Supplier<String> ids;

  /// @param insecureToo whether endpoints may be without TLS
  /// @param ids UUIDs
  ApiDestinations(BusStore store, boolean insecureToo, Supplier<String> ids) {
    this.store = store;
    this.insecureToo = insecureToo;
    this.ids = ids;
  }

  static Access access(String action, Call call, String name) {
    return Access.to(
        action, Arn.of("events", call.region(), call.account(), "api-destination/" + name));
  }

  DescribeApiDestinationResponse create(Call call, CreateApiDestinationRequest input) {
    checkEndpoint(input.invocationEndpoint());
    var destination =
        DescribeApiDestinationResponse.builder()
            .name(input.name())
            .apiDestinationArn(
                Arn.of(
                        "events",
                        call.region(),
                        call.account(),
                        "api-destination/" + input.name() + "/" + ids.get())
                    .toString())
            .description(input.description())
            .connectionArn(input.connectionArn())
            .invocationEndpoint(input.invocationEndpoint())
            .httpMethod(input.httpMethod())
            .invocationRateLimitPerSecond(
                input.invocationRateLimitPerSecond() == null
                    ? DEFAULT_RATE
                    : input.invocationRateLimitPerSecond())
            .apiDestinationState(ApiDestinationState.ACTIVE)
            .creationTime(call.time())
            .lastModifiedTime(call.time())
            .build();
    return store.write(
        tables -> {
          connection(tables, call, input.connectionArn());
          table(tables, call)
              .create(
                  input.name(),
                  input.connectionArn(),
                  destination,
                  "An api-destination '" + input.name() + "'");
          return destination;
        });
  }

  private void checkEndpoint(String endpoint) {
    checkUrl("InvocationEndpoint", endpoint.replace("*", "x"));
    if (!insecureToo && !endpoint.startsWith("https://")) {
      throw Refusals.invalid("InvocationEndpoint", "It must begin with https://.");
    }
  }

  /// Refuses what is no URL of an HTTP endpoint.
  static void checkUrl(String parameter, String text) {
    try {
      var url = URI.create(text);
      if (url.getHost() != null
          && url.getUserInfo() == null
          && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // below
    }
    throw Refusals.invalid(parameter, "It is no URL of an HTTP endpoint.");
  }

  private static DescribeConnectionResponse connection(
      BusTables tables, Call call, String connectionArn) {
    var parts = connectionArn.split("/", -1);
    return tables
        .resources(ResourceKind.CONNECTION, call.account(), call.region())
        .find(parts.length < 2 ? "" : parts[1])
        .map(Stored::model)
        .filter(found -> found.connectionArn().equals(connectionArn))
        .orElseThrow(
            () ->
                new ServiceException(
                    "ResourceNotFoundException",
                    400,
                    "Connection '%s' does not exist.".formatted(connectionArn)));
  }

  DescribeApiDestinationResponse update(Call call, UpdateApiDestinationRequest input) {
    if (input.invocationEndpoint() != null) {
      checkEndpoint(input.invocationEndpoint());
    }
    return store.write(
        tables -> {
          var changed = find(tables, call, input.name()).toBuilder().lastModifiedTime(call.time());
          if (input.description() != null) {
            changed.description(input.description());
          }
          if (input.connectionArn() != null) {
            connection(tables, call, input.connectionArn());
            changed.connectionArn(input.connectionArn());
          }
          if (input.invocationEndpoint() != null) {
            changed.invocationEndpoint(input.invocationEndpoint());
          }
          if (input.httpMethod() != null) {
            changed.httpMethod(input.httpMethod());
          }
          if (input.invocationRateLimitPerSecond() != null) {
            changed.invocationRateLimitPerSecond(input.invocationRateLimitPerSecond());
          }
          var destination = changed.build();
          table(tables, call).put(input.name(), destination.connectionArn(), destination);
          return destination;
        });
  }

  void delete(Call call, String name) {
    store.write(
        tables -> {
          find(tables, call, name);
          return table(tables, call).delete(name);
        });
  }

  DescribeApiDestinationResponse describe(Call call, String name) {
    return store.read(tables -> find(tables, call, name));
  }

  private static DescribeApiDestinationResponse find(BusTables tables, Call call, String name) {
    return table(tables, call)
        .find(name)
        .map(Stored::model)
        .orElseThrow(
            () ->
                new ServiceException(
                    "ResourceNotFoundException",
                    400,
                    "Failed to describe the api-destination(s). An api-destination '%s' does not exist."
                        .formatted(name)));
  }

  List<DescribeApiDestinationResponse> list(
      Call call, @Nullable String prefix, @Nullable String connectionArn, String after, int most) {
    return store.read(
        tables ->
            table(tables, call)
                .list(prefix == null ? "" : prefix, connectionArn, after, most)
                .stream()
                .map(Stored::model)
                .toList());
  }

  private static ResourceTable<DescribeApiDestinationResponse> table(BusTables tables, Call call) {
    return tables.resources(ResourceKind.API_DESTINATION, call.account(), call.region());
  }
}
