package dev.hearth.wire.dispatch;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.model.SmithyService;
import dev.hearth.wire.protocol.Input;
import dev.hearth.wire.protocol.Parameters;
import dev.hearth.wire.protocol.Protocol;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/// Routes and reads requests to a service of AWS's protocol cases.
record CaseReader(SmithyService service) {
  /// @param operation its name, as the request tells it
  record Read(String operation, SdkPojo input) {}

  Read read(HttpRequest request, Payload body) {
    Map<String, String> labels = Map.of();
    String name;
    if (service.protocol().startsWith("rest")) {
      var match =
          new UriRouter(service.described()).match(request, Parameters.parse(request.rawQuery()));
      if (match == null) {
        throw new AssertionError("no operation fits " + request);
      }
      name = match.operation().name();
      labels = match.labels();
    } else {
      name = named(request, body);
    }
    var operation = service.described().operation(name).orElseThrow();
    var input = new Input(request, labels, body);
    return new Read(name, Protocol.of(service.protocol()).read(operation, input));
  }

  private String named(HttpRequest request, Payload body) {
    return switch (service.protocol()) {
      case "awsQuery" -> String.valueOf(new Input(request, Map.of(), body).form().text("Action"));
      case "rpcv2Cbor" -> request.rawPath().replaceFirst(".*/", "");
      default -> request.headers().first("X-Amz-Target", "").replaceFirst(".*[.]", "");
    };
  }
}
