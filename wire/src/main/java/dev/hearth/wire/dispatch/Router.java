package dev.hearth.wire.dispatch;

import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.protocol.Parameters;
import dev.hearth.wire.protocol.Protocol;
import dev.hearth.wire.signature.CredentialScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what a request is for.
///
/// One endpoint serves every service, so it asks in this order: the target header (awsJson), the
/// path of rpcv2Cbor, the service that the request is signed for, and for unsigned requests the
/// form's version, the host's name and the path. What is left is meant for S3, whose paths can be
/// anything.
final class Router {
  private static final Pattern RPC_V2 =
      Pattern.compile("/service/([^/]{1,128})/operation/([^/]{1,128})");

  private static final Map<String, ServiceModel> BY_TARGET = new HashMap<>();
  private static final Map<String, List<ServiceModel>> BY_SIGNING_NAME = new HashMap<>();
  private static final Map<String, ServiceModel> BY_VERSION = new HashMap<>();

  static {
    for (var service : ServiceModel.all()) {
      if (service.targetPrefix() != null) {
        BY_TARGET.put(service.targetPrefix(), service);
      }
      BY_SIGNING_NAME.computeIfAbsent(service.signingName(), _ -> new ArrayList<>()).add(service);
      if (service.protocols().contains("awsQuery")) {
        BY_VERSION.put(service.apiVersion(), service);
      }
    }
    // S3 has operations that are signed for names of their own.
    BY_SIGNING_NAME.put("s3express", List.of(ServiceModel.of("s3")));
    BY_SIGNING_NAME.put("s3-object-lambda", List.of(ServiceModel.of("s3")));
  }

  private final Map<ServiceModel, UriRouter> paths = new ConcurrentHashMap<>();

  /// The service whose query protocol has this version; each has one of its own.
  static @Nullable ServiceModel byVersion(String version) {
    return BY_VERSION.get(version);
  }

  /// Reads the request's line and headers only.
  Destination find(HttpRequest request) {
    var target = request.headers().first("X-Amz-Target");
    if (target.isPresent()) {
      return byTarget(target.get(), request.headers().first("Content-Type", ""));
    }
    var rpc = RPC_V2.matcher(request.rawPath());
    if (request.headers().contains("smithy-protocol") && rpc.matches()) {
      return byName(rpc.group(1), rpc.group(2), Protocol.of("rpcv2Cbor"));
    }
    var query = Parameters.parse(request.rawQuery());
    return CredentialScope.of(request)
        .map(scope -> signed(scope.service(), request, query))
        .orElseGet(() -> unsigned(request, query));
  }

  private static Destination byTarget(String target, String contentType) {
    int dot = target.lastIndexOf('.');
    var protocol =
        contentType.contains("x-amz-cbor-1.1")
            ? "awsCbor1_1"
            : contentType.contains("json-1.0") ? "awsJson1_0" : "awsJson1_1";
    return byName(
        target.substring(0, Math.max(dot, 0)), target.substring(dot + 1), Protocol.of(protocol));
  }

  private static Destination byName(String prefix, String operation, Protocol protocol) {
    var service = BY_TARGET.get(prefix);
    return service == null
        ? Destination.nowhere(null, protocol, operation)
        : Destination.of(service, protocol, operation);
  }

  private Destination signed(String signingName, HttpRequest request, Parameters query) {
    var services = BY_SIGNING_NAME.get(signingName);
    if (services == null) {
      var protocol = Protocol.of(isForm(request, query) ? "awsQuery" : "restJson1");
      return Destination.nowhere(null, protocol, signingName);
    }
    var first = services.getFirst();
    if (first.protocols().contains("awsQuery") && isForm(request, query)) {
      return Destination.inForm(first, Protocol.of("awsQuery"));
    }
    for (var service : services) {
      var destination = byPath(service, request, query);
      if (destination != null) {
        return destination;
      }
    }
    return Destination.nowhere(first, Protocol.of(first), request.method() + " " + pathOf(request));
  }

  private Destination unsigned(HttpRequest request, Parameters query) {
    if (isForm(request, query)) {
      return Destination.inForm(byHost(request), Protocol.of("awsQuery"));
    }
    var named = byHost(request);
    for (var service : named == null ? ServiceModel.all() : List.of(named)) {
      if (service.protocols().contains("restJson1")) {
        var destination = byPath(service, request, query);
        if (destination != null) {
          return destination;
        }
      }
    }
    var s3 = byPath(ServiceModel.of("s3"), request, query);
    return s3 != null
        ? s3
        : Destination.nowhere(
            null, Protocol.of("restXml"), request.method() + " " + pathOf(request));
  }

  /// The service that a label of the host names, as `sts` in `sts.us-east-1.amazonaws.com`.
  private static @Nullable ServiceModel byHost(HttpRequest request) {
    for (var label : request.headers().first("Host", "").split("[.:]", 8)) {
      var services = BY_SIGNING_NAME.get(label);
      if (services != null) {
        return services.getFirst();
      }
    }
    return null;
  }

  private @Nullable Destination byPath(
      ServiceModel service, HttpRequest request, Parameters query) {
    var protocol = service.protocols().getFirst();
    if (!protocol.startsWith("rest")) {
      return null;
    }
    var match = paths.computeIfAbsent(service, UriRouter::new).match(request, query);
    return match == null
        ? null
        : Destination.of(match.operation(), Protocol.of(protocol), match.labels());
  }

  private static boolean isForm(HttpRequest request, Parameters query) {
    return query.contains("Action")
        || (request.method().equals("POST")
            && request
                .headers()
                .first("Content-Type", "")
                .startsWith("application/x-www-form-urlencoded"));
  }

  /// For error texts, which have to stay short.
  private static String pathOf(HttpRequest request) {
    var path = request.rawPath();
    return path.length() > 200 ? path.substring(0, 200) + "..." : path;
  }
}
