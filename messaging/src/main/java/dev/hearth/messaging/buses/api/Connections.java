package dev.hearth.messaging.buses.api;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.buses.ConnectionSecrets;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.messaging.buses.store.ResourceTable;
import dev.hearth.messaging.buses.store.ResourceTable.Stored;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.ConnectionAuthorizationType;
import software.amazon.awssdk.services.eventbridge.model.ConnectionState;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionAuthRequestParameters;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;
import software.amazon.awssdk.services.eventbridge.model.UpdateConnectionRequest;

/// Connections, for their operations.
final class Connections {
  private final BusStore store;
  private final ConnectionSecrets secrets;
  private final Supplier<String> ids;

  /// @param ids UUIDs
  Connections(BusStore store, ConnectionSecrets secrets, Supplier<String> ids) {
    this.store = store;
    this.secrets = secrets;
    this.ids = ids;
  }

  static Access access(String action, Call call, String name) {
    return Access.to(action, Arn.of("events", call.region(), call.account(), "connection/" + name));
  }

  DescribeConnectionResponse create(Call call, CreateConnectionRequest input) {
    if (input.invocationConnectivityParameters() != null
        || input.authParameters().connectivityParameters() != null) {
      throw Refusals.invalid(
          "InvocationConnectivityParameters", "Hearth has no private connectivity.");
    }
    if (input.kmsKeyIdentifier() != null) {
      throw Refusals.invalid(
          "KmsKeyIdentifier", "Hearth encrypts connections with no keys of yours.");
    }
    check(input.authorizationType(), input.authParameters());
    var arn =
        Arn.of(
                "events",
                call.region(),
                call.account(),
                "connection/" + input.name() + "/" + ids.get())
            .toString();
    var connection =
        DescribeConnectionResponse.builder()
            .name(input.name())
            .connectionArn(arn)
            .description(input.description())
            .authorizationType(input.authorizationType())
            .authParameters(ConnectionSecrets.shown(input.authParameters()))
            .connectionState(ConnectionState.AUTHORIZED)
            .creationTime(call.time())
            .lastModifiedTime(call.time())
            .lastAuthorizedTime(call.time())
            .build();
    var sealed = secrets.seal(arn, input.authParameters());
    return store.write(
        tables -> {
          var table = table(tables, call);
          table.create(input.name(), null, connection, "Connection " + input.name());
          table.secret(input.name(), sealed);
          return connection;
        });
  }

  private static void check(
      ConnectionAuthorizationType type, CreateConnectionAuthRequestParameters parameters) {
    boolean fits =
        switch (type) {
          case BASIC -> parameters.basicAuthParameters() != null;
          case API_KEY -> parameters.apiKeyAuthParameters() != null;
          case OAUTH_CLIENT_CREDENTIALS ->
              parameters.oAuthParameters() != null
                  && parameters.oAuthParameters().clientParameters() != null
                  && parameters.oAuthParameters().authorizationEndpoint() != null;
          case UNKNOWN_TO_SDK_VERSION -> false;
        };
    if (!fits) {
      throw Refusals.invalid(
          "AuthParameters", "The parameters for the authorization type " + type + " are missing.");
    }
    if (parameters.oAuthParameters() != null) {
      ApiDestinations.checkUrl(
          "AuthorizationEndpoint", parameters.oAuthParameters().authorizationEndpoint());
    }
  }

  DescribeConnectionResponse update(Call call, UpdateConnectionRequest input) {
    if (input.invocationConnectivityParameters() != null) {
      throw Refusals.invalid(
          "InvocationConnectivityParameters", "Hearth has no private connectivity.");
    }
    return store.write(
        tables -> {
          var table = table(tables, call);
          var before = find(tables, call, input.name());
          var changed = before.toBuilder().lastModifiedTime(call.time());
          if (input.description() != null) {
            changed.description(input.description());
          }
          var type =
              input.authorizationType() == null
                  ? before.authorizationType()
                  : input.authorizationType();
          if (input.authParameters() != null) {
            var known =
                type == before.authorizationType()
                    ? table
                        .secret(input.name())
                        .map(bytes -> secrets.open(before.connectionArn(), bytes))
                        .orElse(null)
                    : null;
            var merged = ConnectionSecrets.merge(known, input.authParameters());
            check(type, merged);
            table.secret(input.name(), secrets.seal(before.connectionArn(), merged));
            changed
                .authParameters(ConnectionSecrets.shown(merged))
                .connectionState(ConnectionState.AUTHORIZED)
                .lastAuthorizedTime(call.time());
          } else if (type != before.authorizationType()) {
            throw Refusals.invalid(
                "AuthParameters", "Another authorization type needs its parameters.");
          }
          var connection = changed.authorizationType(type).build();
          table.put(input.name(), null, connection);
          return connection;
        });
  }

  DescribeConnectionResponse delete(Call call, String name) {
    return store.write(
        tables -> {
          var connection = find(tables, call, name);
          table(tables, call).delete(name);
          return connection.toBuilder().connectionState(ConnectionState.DELETING).build();
        });
  }

  DescribeConnectionResponse deauthorize(Call call, String name) {
    return store.write(
        tables -> {
          var connection =
              find(tables, call, name).toBuilder()
                  .connectionState(ConnectionState.DEAUTHORIZED)
                  .lastModifiedTime(call.time())
                  .build();
          table(tables, call).put(name, null, connection);
          table(tables, call).secret(name, null);
          return connection;
        });
  }

  DescribeConnectionResponse describe(Call call, String name) {
    return store.read(tables -> find(tables, call, name));
  }

  private static DescribeConnectionResponse find(BusTables tables, Call call, String name) {
    return table(tables, call)
        .find(name)
        .map(Stored::model)
        .orElseThrow(
            () ->
                new dev.hearth.kernel.ServiceException(
                    "ResourceNotFoundException",
                    400,
                    "Failed to describe the connection(s). Connection '%s' does not exist."
                        .formatted(name)));
  }

  List<DescribeConnectionResponse> list(
      Call call, @Nullable String prefix, String after, int most) {
    return store.read(
        tables ->
            table(tables, call).list(prefix == null ? "" : prefix, null, after, most).stream()
                .map(Stored::model)
                .toList());
  }

  private static ResourceTable<DescribeConnectionResponse> table(BusTables tables, Call call) {
    return tables.resources(ResourceKind.CONNECTION, call.account(), call.region());
  }
}
