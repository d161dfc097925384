package dev.hearth.sandbox.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.MediaType;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.web.WebRequest.Field;
import dev.hearth.sandbox.web.WebRequest.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the head of a program's response says, and the answers that are made of it.
///
/// @param reason behind the status; may be empty
/// @param fields its headers, in order
public record WebAnswer(int status, String reason, List<Field> fields) {
  /// The type of a streamed answer that begins with its status and headers. Source: AWS Lambda
  /// Developer Guide, "Response streaming for Lambda functions".
  public static final String STREAM_TYPE = "application/vnd.awslambda.http-integration-response";

  private static final int PRELUDE_END = 8; // NULs
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The connection's own, and what is another thing by the time the answer arrives.
  private static final Set<String> DROPPED =
      Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "trailer");

  /// The answer to a request of `origin`: payload format 2.0 or 1.0, or a load balancer's; to any
  /// other event the body, which is JSON, or `null` where it is none.
  public Payload whole(Origin origin, byte[] body) {
    if (origin == Origin.OTHER) {
      return json(body);
    }
    var answer = JSON.createObjectNode();
    answer.put("statusCode", status);
    switch (origin) {
      case HTTP_API -> {
        answer.set("headers", JSON.valueToTree(joined()));
        var cookies = cookies();
        if (!cookies.isEmpty()) {
          answer.set("cookies", JSON.valueToTree(cookies));
        }
      }
      case REST_API -> {
        answer.putObject("headers");
        answer.set("multiValueHeaders", JSON.valueToTree(listed()));
      }
      case MULTI_VALUE_LOAD_BALANCER -> {
        describe(answer);
        answer.set("multiValueHeaders", JSON.valueToTree(listed()));
      }
      case LOAD_BALANCER -> {
        describe(answer);
        var headers = joined();
        var cookies = cookies();
        if (!cookies.isEmpty()) {
          headers.put("set-cookie", cookies.getLast()); // this format has room for one
        }
        answer.set("headers", JSON.valueToTree(headers));
      }
      case OTHER -> throw new IllegalStateException("answered above");
    }
    put(answer, body);
    return Payload.of(bytes(answer));
  }

  private static Payload json(byte[] body) {
    try {
      var tree = JSON.readTree(body);
      return tree.isMissingNode() ? Payload.of("null") : Payload.of(body);
    } catch (IOException _) {
      return Payload.of("null");
    }
  }

  /// What goes before the body where it is streamed.
  public byte[] prelude() {
    var head = JSON.createObjectNode();
    head.put("statusCode", status);
    head.set("headers", JSON.valueToTree(joined()));
    head.set("cookies", JSON.valueToTree(cookies()));
    var prelude = new ByteArrayOutputStream();
    prelude.writeBytes(bytes(head));
    prelude.writeBytes(new byte[PRELUDE_END]);
    return prelude.toByteArray();
  }

  private void describe(ObjectNode answer) {
    answer.put("statusDescription", (status + " " + reason).strip());
  }

  private void put(ObjectNode answer, byte[] body) {
    var text = body.length == 0 || isText() ? text(body) : null;
    answer.put("body", text == null ? Base64.getEncoder().encodeToString(body) : text);
    answer.put("isBase64Encoded", text == null);
  }

  private boolean isText() {
    return first("content-encoding").isEmpty() && MediaType.isText(first("content-type"));
  }

  /// Null for what is not UTF-8, which a JSON document could not hold unchanged.
  private static @Nullable String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private String first(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .map(Field::value)
        .orElse("");
  }

  private List<String> cookies() {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase("set-cookie"))
        .map(Field::value)
        .toList();
  }

  /// All but cookies, which no comma can join.
  private Map<String, String> joined() {
    var headers = new LinkedHashMap<String, String>();
    listed()
        .forEach(
            (name, values) -> {
              if (!name.equals("set-cookie")) {
                headers.put(name, String.join(", ", values));
              }
            });
    return headers;
  }

  private Map<String, List<String>> listed() {
    var headers = new LinkedHashMap<String, List<String>>();
    for (var field : fields) {
      var name = field.name().toLowerCase(Locale.ROOT);
      if (!DROPPED.contains(name)) {
        headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(field.value());
      }
    }
    return headers;
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
