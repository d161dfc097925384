package dev.hearth.wire.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.hearth.wire.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;

/// Compares answers with those of AWS's protocol cases.
final class CaseAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  private static final Pattern IN_XML = Pattern.compile("<RequestId>(.*?)</RequestId>");
  private static final Pattern METADATA =
      Pattern.compile("<ResponseMetadata>.*?</ResponseMetadata>", Pattern.DOTALL);

  /// For cases that have none of their own.
  static final String REQUEST_ID = "foo-id";

  private CaseAnswers() {}

  /// The request's id that an answer tells.
  static String requestId(HttpResponseTestCase given) {
    var inBody = IN_XML.matcher(given.getBody().orElse(""));
    return inBody.find()
        ? inBody.group(1)
        : given.getHeaders().getOrDefault("X-Amzn-Requestid", REQUEST_ID);
  }

  /// @param ours members that we may answer beside those which AWS's case has
  static void check(HttpResponseTestCase given, HttpResponse answer, Map<String, String> ours)
      throws IOException {
    assertThat(answer.status()).isEqualTo(given.getCode());
    var headers = new LinkedHashMap<>(given.getHeaders());
    var length = headers.remove("Content-Length"); // HttpServer tells it
    if (length != null) {
      assertThat(Loopback.content(answer)).hasSize(Integer.parseInt(length));
    }
    headers.forEach((name, value) -> assertThat(answer.headers().first(name)).contains(value));
    given.getForbidHeaders().forEach(name -> assertThat(answer.headers().contains(name)).isFalse());
    given.getRequireHeaders().forEach(name -> assertThat(answer.headers().contains(name)).isTrue());
    var body = given.getBody();
    if (body.isPresent()) {
      check(body.get(), given.getBodyMediaType().orElse(""), Loopback.content(answer), ours);
    }
  }

  private static void check(String expected, String type, byte[] actual, Map<String, String> ours)
      throws IOException {
    switch (type) {
      case "application/json" -> same(JSON.readTree(expected), JSON.readTree(actual), ours);
      case "application/cbor" ->
          same(CBOR.readTree(Base64.getDecoder().decode(expected)), CBOR.readTree(actual), ours);
      case "application/xml" -> {
        var xml = new String(actual, StandardCharsets.UTF_8);
        // Most cases leave out what awsQuery adds to every answer.
        var same =
            expected.contains("<ResponseMetadata>") ? xml : METADATA.matcher(xml).replaceAll("");
        assertThat(CaseXml.normal(same)).isEqualTo(CaseXml.normal(expected));
      }
      default -> assertThat(new String(actual, StandardCharsets.UTF_8)).isEqualTo(expected);
    }
  }

  private static void same(JsonNode expected, JsonNode actual, Map<String, String> ours) {
    if (actual instanceof ObjectNode object) {
      ours.forEach(
          (name, value) -> {
            if (!expected.has(name) && object.path(name).asText().equals(value)) {
              object.remove(name);
            }
          });
    }
    // Numbers are compared as text: 1 and 1.0 differ in the tree, and on the wire they must not.
    assertThat(normal(actual)).isEqualTo(normal(expected));
  }

  private static String normal(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var members = new java.util.TreeMap<String, String>();
        node.properties().forEach(each -> members.put(each.getKey(), normal(each.getValue())));
        yield members.toString();
      }
      case ARRAY -> {
        var elements = new java.util.ArrayList<String>();
        node.forEach(element -> elements.add(normal(element)));
        yield elements.toString();
      }
      case NUMBER -> node.decimalValue().stripTrailingZeros().toPlainString();
      default -> node.toString();
    };
  }
}
