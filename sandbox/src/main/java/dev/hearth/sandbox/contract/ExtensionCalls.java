package dev.hearth.sandbox.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// The calls of the Extensions API: `POST …/register`, `GET …/event/next`, `POST …/init/error`,
/// `POST …/exit/error`. Source: AWS Lambda Developer Guide, "Extensions API reference".
final class ExtensionCalls {
  static final String PREFIX = "/2020-01-01/extension/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_NAME = 128;

  /// What a type's name, which goes into error documents and logs, has no need of.
  private static final Pattern MEANINGLESS = Pattern.compile("[^A-Za-z0-9._:-]");

  static final String IDENTIFIER = "Lambda-Extension-Identifier";
  private static final String ERROR_TYPE = "Lambda-Extension-Function-Error-Type";

  private final Extensions extensions;
  private final HttpRequests requests;

  /// An answer, and what to do where it cannot be delivered.
  record Reply(HttpAnswer answer, Runnable undelivered) {
    static Reply of(HttpAnswer answer) {
      return new Reply(answer, () -> {});
    }
  }

  ExtensionCalls(Extensions extensions, HttpRequests requests) {
    this.extensions = extensions;
    this.requests = requests;
  }

  Reply answer(HttpRequests.Head head) throws IOException, Refusal, InterruptedException {
    return switch (head.method() + " " + head.path().substring(PREFIX.length())) {
      case "POST register" -> Reply.of(register(head));
      case "GET event/next" -> next(head);
      case "POST init/error" -> Reply.of(failed(head, "InitError"));
      case "POST exit/error" -> Reply.of(failed(head, "ExitError"));
      default -> throw Refusal.noSuchCall();
    };
  }

  private HttpAnswer register(HttpRequests.Head head)
      throws IOException, Refusal, InterruptedException {
    var name = head.header("Lambda-Extension-Name");
    if (name == null || name.isBlank() || name.length() > MAX_NAME) {
      throw Refusal.extensionName();
    }
    var extension = extensions.register(name, events());
    var function = extensions.function();
    var answer =
        JSON.createObjectNode()
            .put("functionName", function.name())
            .put("functionVersion", function.version())
            .put("handler", function.handler());
    if (accepts(head.header("Lambda-Extension-Accept-Feature"), "accountId")) {
      answer.put("accountId", function.account());
    }
    return identified(IDENTIFIER, extension.id(), answer);
  }

  /// What an extension registers for.
  private List<String> events() throws IOException, Refusal {
    var body = requests.collect(MAX_BODY_BYTES);
    var events = new ArrayList<String>();
    try {
      var wanted = body == null ? null : JSON.readTree(body.bytes()).path("events");
      for (JsonNode event : wanted == null ? List.<JsonNode>of() : wanted) {
        events.add(event.asText());
      }
    } catch (JsonProcessingException _) {
      throw Refusal.extensionRequest("the body is not JSON");
    }
    for (var event : events) {
      if (!event.equals(Extension.INVOKE) && !event.equals(Extension.SHUTDOWN)) {
        throw Refusal.extensionEvent(event);
      }
    }
    return events.stream().distinct().toList();
  }

  private static boolean accepts(@Nullable String features, String feature) {
    return features != null && List.of(features.split("\\s*,\\s*", -1)).contains(feature);
  }

  private Reply next(HttpRequests.Head head) throws Refusal, InterruptedException {
    var extension = extensions.identify(head.header(IDENTIFIER));
    var event = extensions.awaitEvent(extension);
    return new Reply(
        identified(
            "Lambda-Extension-Event-Identifier", event.id(), JSON.valueToTree(event.content())),
        () -> extensions.takeBack(extension, event));
  }

  private HttpAnswer failed(HttpRequests.Head head, String state) throws IOException, Refusal {
    var extension = extensions.identify(head.header(IDENTIFIER));
    var type = head.header(ERROR_TYPE);
    if (type == null) {
      throw Refusal.missingHeader(ERROR_TYPE);
    }
    requests.skip(MAX_BODY_BYTES);
    extensions.fail(extension, state, MEANINGLESS.matcher(type).replaceAll(""));
    return HttpAnswer.of(202, bytes(JSON.createObjectNode().put("status", "OK")));
  }

  private static HttpAnswer identified(String header, String id, ObjectNode content) {
    return new HttpAnswer(200, HttpFields.build().put(header, id), ByteBuffer.wrap(bytes(content)));
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
