package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.telemetry.InvalidSubscriptionException;
import dev.hearth.sandbox.telemetry.SubscriptionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The calls `PUT /2022-07-01/telemetry` and, of the older Logs API, `PUT /2020-08-15/logs`.
/// Source: AWS Lambda Developer Guide, "Lambda Telemetry API reference".
final class TelemetryCalls {
  private static final String TELEMETRY = "/2022-07-01/telemetry";
  private static final String LOGS = "/2020-08-15/logs";
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final byte[] OK = "\"OK\"".getBytes(StandardCharsets.US_ASCII);

  private final Extensions extensions;
  private final HttpRequests requests;

  TelemetryCalls(Extensions extensions, HttpRequests requests) {
    this.extensions = extensions;
    this.requests = requests;
  }

  static boolean serves(String path) {
    return path.startsWith(TELEMETRY) || path.startsWith(LOGS);
  }

  HttpAnswer answer(HttpRequests.Head head) throws IOException, Refusal {
    boolean logsApi = head.path().startsWith(LOGS);
    var rest = head.path().substring((logsApi ? LOGS : TELEMETRY).length());
    if (!head.method().equals("PUT") || !(rest.isEmpty() || rest.equals("/"))) {
      throw Refusal.noSuchCall();
    }
    var extension = extensions.identify(head.header(ExtensionCalls.IDENTIFIER));
    var body = requests.collect(MAX_BODY_BYTES);
    if (body == null) {
      throw Refusal.subscription("the body is too large");
    }
    try {
      var subscription = SubscriptionRequest.read(body.bytes(), logsApi);
      if (!extensions.telemetry().subscribe(extension.name(), subscription)) {
        throw Refusal.subscriptionClosed(logsApi ? "Logs" : "Telemetry");
      }
    } catch (InvalidSubscriptionException e) {
      throw Refusal.subscription(String.valueOf(e.getMessage()));
    }
    return HttpAnswer.of(200, OK);
  }
}
