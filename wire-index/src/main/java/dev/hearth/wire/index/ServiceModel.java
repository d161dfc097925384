package dev.hearth.wire.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One service's model in AWS's older JSON format ("c2j"), with our corrections merged into it.
///
/// The corrections have the same format. They add what the model lacks: operations newer than it
/// (status codes), names that SQS's query protocol had, all that S3 needs, for it has no model
/// here, and the code that the service gives to bad input (`validationErrorCode`).
final class ServiceModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> PROTOCOLS =
      Map.of(
          "rest-json", "restJson1",
          "rest-xml", "restXml",
          "query", "awsQuery",
          "smithy-rpc-v2-cbor", "rpcv2Cbor");

  private final String name;
  private final JsonNode root;

  private ServiceModel(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  static ServiceModel load(String name, String model) throws IOException {
    JsonNode root = JSON.createObjectNode();
    if (!model.equals("-")) {
      try (var in = resource("/models/" + model + "-model.json")) {
        root = JSON.readTree(in);
      }
    }
    try (var in = ServiceModel.class.getResourceAsStream("corrections/" + name + ".json")) {
      return new ServiceModel(name, in == null ? root : JSON.readerForUpdating(root).readTree(in));
    }
  }

  static InputStream resource(String path) throws FileNotFoundException {
    var in = ServiceModel.class.getResourceAsStream(path);
    if (in == null) {
      throw new FileNotFoundException(path);
    }
    return in;
  }

  String catalogueLine() {
    var metadata = root.path("metadata");
    return String.join(
        "\t",
        "service",
        name,
        metadata.path("signingName").asText(metadata.path("endpointPrefix").asText()),
        String.join(",", protocols()),
        metadata.path("apiVersion").asText(),
        metadata.path("targetPrefix").asText("-"),
        metadata.path("xmlNamespace").asText("-"),
        metadata.path("validationErrorCode").asText("ValidationException"));
  }

  /// The protocols that the service speaks; the one that its own clients prefer comes first.
  List<String> protocols() {
    var metadata = root.path("metadata");
    var names = new ArrayList<String>();
    names.add(metadata.path("protocol").asText());
    for (var more : metadata.path("protocols")) {
      if (!names.contains(more.asText())) {
        names.add(more.asText());
      }
    }
    if (metadata.has("awsQueryCompatible") && !names.contains("query")) {
      names.add("query");
    }
    return names.stream().map(this::smithyName).toList();
  }

  /// Whether the service's clients once spoke query and speak JSON now.
  boolean hasLeftQuery() {
    return root.path("metadata").has("awsQueryCompatible");
  }

  /// c2j has one name for both versions of awsJson.
  private String smithyName(String protocol) {
    return protocol.equals("json")
        ? root.path("metadata").path("jsonVersion").asText().equals("1.0")
            ? "awsJson1_0"
            : "awsJson1_1"
        : PROTOCOLS.getOrDefault(protocol, protocol);
  }

  JsonNode operation(String operation) {
    return root.path("operations").path(operation);
  }

  /// The shape of this name, or a missing node.
  JsonNode shape(@Nullable String shape) {
    return shape == null ? MissingNode.getInstance() : root.path("shapes").path(shape);
  }

  /// The name of the shape that `reference`, a member or the like, points to.
  static @Nullable String target(JsonNode reference) {
    return reference.path("shape").asText(null);
  }

  /// The name and the definition of every shape.
  Iterable<Map.Entry<String, JsonNode>> shapes() {
    return root.path("shapes").properties();
  }
}
