package dev.hearth.messaging.buses.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.ConnectionSecrets;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.cloudevents.OutgoingCloudEvent;
import dev.hearth.messaging.buses.delivery.EventPath;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetService;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.wire.outbound.OutboundHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionAuthRequestParameters;
import software.amazon.awssdk.services.eventbridge.model.DescribeApiDestinationResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;
import software.amazon.awssdk.services.eventbridge.model.HttpParameters;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// HTTP endpoints, with the credentials of their connections. What the connection says of headers,
/// query and body goes before what the target says. Source: Amazon EventBridge User Guide, "API
/// destinations as targets".
public final class ApiDestinationTarget implements TargetService {
  private final BusStore store;
  private final ConnectionSecrets secrets;
  private final OutboundHttp http;
  private final ServiceAccess access;
  private final InstantSource clock;
  private final EndpointCredentials credentials;
  private final RateLimits rates = new RateLimits();

  public ApiDestinationTarget(
      BusStore store,
      ConnectionSecrets secrets,
      OutboundHttp http,
      ServiceAccess access,
      InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.http = http;
    this.access = access;
    this.clock = clock;
    this.credentials = new EndpointCredentials(http, clock);
  }

  @Override
  public void check(RuleReference rule, Target target) {
    var arn = Arn.parse(target.arn()).orElseThrow();
    if (arn.resource().split("/", -1).length != 3 || !AccountId.isValid(arn.account())) {
      throw Refusals.invalid(target.arn(), "Provided Arn is not in correct format.");
    }
    if (target.roleArn() == null) {
      throw Refusals.invalid("RoleArn is required for target " + target.arn() + ".");
    }
  }

  private record Endpoint(
      DescribeApiDestinationResponse destination,
      DescribeConnectionResponse connection,
      long version,
      @Nullable Payload secret) {}

  @Override
  public Sent send(Shipment shipment) {
    var target = shipment.target();
    access.check(
        shipment.rule().arn(), target.roleArn(), "events:InvokeApiDestination", target.arn());
    var endpoint = find(target.arn());
    if (endpoint == null) {
      return new Sent.Refused("NO_RESOURCE", "The API destination does not exist.");
    }
    var secret = endpoint.secret;
    if (secret == null) {
      return new Sent.Refused("NO_PERMISSIONS", "The connection is not authorized.");
    }
    var pause =
        rates.take(
            target.arn(), endpoint.destination.invocationRateLimitPerSecond(), clock.instant());
    if (!pause.isZero()) {
      return new Sent.Postponed(pause);
    }
    var parameters = secrets.open(endpoint.connection.connectionArn(), secret.bytes());
    return send(shipment, endpoint, parameters);
  }

  private @Nullable Endpoint find(String text) {
    var arn = Arn.parse(text).orElseThrow();
    var account = new AccountId(arn.account());
    var region = new Region(arn.region());
    return store.read(
        tables -> {
          var destination =
              tables
                  .resources(ResourceKind.API_DESTINATION, account, region)
                  .find(arn.resource().split("/", -1)[1])
                  .orElse(null);
          if (destination == null || !destination.model().apiDestinationArn().equals(text)) {
            return null;
          }
          var connections = tables.resources(ResourceKind.CONNECTION, account, region);
          var name = destination.model().connectionArn().split("/", -1)[1];
          var connection = connections.find(name).orElse(null);
          return connection == null
              ? null
              : new Endpoint(
                  destination.model(),
                  connection.model(),
                  connection.version(),
                  connections.secret(name).map(Payload::of).orElse(null));
        });
  }

  private Sent send(
      Shipment shipment, Endpoint endpoint, CreateConnectionAuthRequestParameters parameters) {
    var key = endpoint.connection.connectionArn() + "#" + endpoint.version;
    try {
      var request = request(shipment, endpoint.destination, parameters, key);
      return outcome(http.send(request, 0), key);
    } catch (IllegalArgumentException _) {
      return new Sent.Refused("INVALID_PARAMETER", "The event makes no URL of the endpoint.");
    } catch (java.net.UnknownHostException e) {
      return new Sent.Failed("CONNECTION_FAILURE", String.valueOf(e.getMessage()));
    } catch (java.net.SocketTimeoutException _) {
      return new Sent.Failed("TIMEOUT", "The endpoint did not answer in time.");
    } catch (IOException e) {
      return new Sent.Failed("CONNECTION_FAILURE", String.valueOf(e.getMessage()));
    }
  }

  private OutboundHttp.Request request(
      Shipment shipment,
      DescribeApiDestinationResponse destination,
      CreateConnectionAuthRequestParameters parameters,
      String key)
      throws IOException {
    var content = content(shipment);
    var headers = new LinkedHashMap<>(content.headers);
    headers.put("User-Agent", "Amazon/EventBridge/ApiDestinations");
    var query = new LinkedHashMap<String, String>();
    var url = destination.invocationEndpoint();
    var event = shipment.event();
    HttpParameters own = shipment.target().httpParameters();
    if (own != null) {
      for (var value : own.pathParameterValues()) {
        var encoded =
            URLEncoder.encode(value(value, event), StandardCharsets.UTF_8).replace("+", "%20");
        int wildcard = url.indexOf('*');
        if (wildcard >= 0) {
          url = url.substring(0, wildcard) + encoded + url.substring(wildcard + 1);
        }
      }
      own.headerParameters().forEach((name, value) -> headers.put(name, value(value, event)));
      own.queryStringParameters().forEach((name, value) -> query.put(name, value(value, event)));
    }
    var body = content.body;
    var shared = parameters.invocationHttpParameters();
    if (shared != null) {
      shared.headerParameters().forEach(each -> headers.put(each.key(), each.value()));
      shared.queryStringParameters().forEach(each -> query.put(each.key(), each.value()));
      var more = new LinkedHashMap<String, String>();
      shared.bodyParameters().forEach(each -> more.put(each.key(), each.value()));
      body = content.json ? with(body, more) : body;
    }
    headers.putAll(credentials.headers(key, parameters));
    return new OutboundHttp.Request(
        destination.httpMethodAsString(), EndpointCredentials.withQuery(url, query), headers, body);
  }

  /// What is sent, and what it is.
  record Content(Map<String, String> headers, Payload body, boolean json) {}

  static Content content(Shipment shipment) {
    if (OutgoingCloudEvent.isAsked(shipment.target(), OutgoingCloudEvent.DATA_VARIABLE)) {
      var event = OutgoingCloudEvent.of(shipment.event());
      return new Content(event.headers(), event.body(), event.isJson());
    }
    var type =
        OutgoingCloudEvent.isAsked(shipment.target(), OutgoingCloudEvent.VARIABLE)
            ? OutgoingCloudEvent.MEDIA_TYPE
            : "application/json; charset=utf-8";
    return new Content(Map.of("Content-Type", type), shipment.body(), true);
  }

  /// A value that is a path stands for what the event has there.
  private static String value(String text, BusEvent event) {
    var path = EventPath.parse(text).orElse(null);
    if (path == null) {
      return text;
    }
    var found = path.find(event.document());
    return found == null ? "" : found.isTextual() ? found.asText() : found.toString();
  }

  private static Payload with(Payload body, Map<String, String> more) throws IOException {
    if (more.isEmpty() || !(BusEvent.JSON.readTree(body.bytes()) instanceof ObjectNode object)) {
      return body;
    }
    more.forEach(object::put);
    return Payload.of(object.toString());
  }

  private Sent outcome(OutboundHttp.Response answer, String key) {
    int status = answer.status();
    if (status < 300) {
      return new Sent.Delivered();
    }
    var why = "The endpoint answered " + status;
    if (status == 401 || status == 407) {
      credentials.forget(key);
    }
    boolean again = status == 401 || status == 407 || status == 409 || status == 429;
    return again || status >= 500
        ? new Sent.Failed("ERROR_FROM_TARGET", why)
        : new Sent.Refused("ERROR_FROM_TARGET", why);
  }
}
