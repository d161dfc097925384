package dev.hearth.wire.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.wire.index.SdkService.SdkOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.RequiredTrait;

/// The operations and the errors of one service, as lines of its index.
final class OperationIndex {
  private static final String NOTHING = "-";

  private final SdkService sdk;
  private final ServiceModel model;
  private final List<String> lines = new ArrayList<>();

  OperationIndex(SdkService sdk, ServiceModel model) {
    this.sdk = sdk;
    this.model = model;
  }

  List<String> lines() throws ReflectiveOperationException, IOException {
    for (var operation : sdk.operations()) {
      operation(operation);
    }
    for (var error : SdkErrors.of(sdk.clientClass())) {
      error(error);
    }
    if (model.hasLeftQuery()) {
      queryNames(ModelWalk.inputs(sdk, model));
      queryNames(ModelWalk.outputs(sdk, model));
    }
    return lines;
  }

  private void operation(SdkOperation operation) throws ReflectiveOperationException {
    var modelled = model.operation(operation.name());
    var request = SdkService.builder(operation.request()).sdkFields();
    lines.add(
        String.join(
            "\t",
            "operation",
            operation.name(),
            operation.binding().httpMethod().name(),
            uri(operation, request),
            modelled.path("http").path("responseCode").asText("200"),
            operation.request().getSimpleName(),
            operation.response().getSimpleName(),
            orNothing(String.join(",", flags(operation, modelled))),
            root(operation, modelled),
            orNothing(String.join(",", needs(request)))));
  }

  /// What the SDK has an empty class for may be an empty output, or none at all.
  private static List<String> flags(SdkOperation operation, JsonNode modelled)
      throws ReflectiveOperationException {
    var flags = new ArrayList<>(operation.flags());
    if (!modelled.has("output") && SdkService.builder(operation.response()).sdkFields().isEmpty()) {
      flags.add("noOutput");
    }
    if (modelled.path("authtype").asText().equals("none") && !flags.contains("noAuth")) {
      flags.add("noAuth"); // of a correction: neither model knows what may be signed or not
    }
    return flags;
  }

  /// The SDK leaves S3's bucket to its endpoint rules, so its templates start after it.
  private static String uri(SdkOperation operation, List<SdkField<?>> request) {
    var uri = operation.binding().requestUri();
    boolean bucketed =
        request.stream().anyMatch(f -> isLabel(f.location()) && f.locationName().equals("Bucket"));
    return bucketed && !uri.contains("{Bucket}") ? "/{Bucket}" + uri : uri;
  }

  private static boolean isLabel(MarshallLocation location) {
    return location == MarshallLocation.PATH || location == MarshallLocation.GREEDY_PATH;
  }

  /// The element around an XML answer: query's wrapper, or restXml's root.
  private String root(SdkOperation operation, JsonNode modelled)
      throws ReflectiveOperationException {
    var output = modelled.path("output");
    var given = output.path("resultWrapper").asText(output.path("locationName").asText(NOTHING));
    if (!given.equals(NOTHING) || !model.protocols().contains("awsQuery")) {
      return given;
    }
    // Models of services that have left query for JSON, and operations newer than the model, lack
    // the wrapper; an operation without output members has none.
    boolean empty = SdkService.builder(operation.response()).sdkFields().isEmpty();
    return empty ? NOTHING : operation.name() + "Result";
  }

  /// Required query parameters and headers tell operations apart that share method and path, as
  /// S3's PutObject, CopyObject and UploadPart do.
  private static List<String> needs(List<SdkField<?>> request) {
    var needs = new ArrayList<String>();
    for (var field : request) {
      if (field.containsTrait(RequiredTrait.class)) {
        if (field.location() == MarshallLocation.QUERY_PARAM) {
          needs.add("?" + field.locationName());
        } else if (field.location() == MarshallLocation.HEADER) {
          needs.add(field.locationName());
        }
      }
    }
    return needs;
  }

  private void error(SdkErrors.SdkError error) {
    var shape = shapeOf(error);
    var details = shape.path("error");
    boolean fault = shape.path("fault").asBoolean() || error.status() >= 500;
    int status = details.path("httpStatusCode").asInt(fault ? 500 : error.status());
    lines.add(
        String.join(
            "\t",
            "error",
            error.code(),
            Integer.toString(status),
            error.exception(),
            details.path("code").asText(error.code()),
            messageMember(shape),
            status >= 500 || !details.path("senderFault").asBoolean(true) ? "Receiver" : "Sender"));
  }

  /// Errors go by their code, which is the shape's name or given in the shape.
  private JsonNode shapeOf(SdkErrors.SdkError error) {
    if (model.shape(error.code()).path("exception").asBoolean()) {
      return model.shape(error.code());
    }
    for (var shape : model.shapes()) {
      var code = shape.getValue().path("error").path("code").asText(shape.getKey());
      if (shape.getValue().path("exception").asBoolean() && code.equals(error.code())) {
        return shape.getValue();
      }
    }
    return model.shape(null);
  }

  /// Some errors spell it `message`, some `Message`.
  private static String messageMember(JsonNode shape) {
    Map<String, JsonNode> members = new TreeMap<>();
    shape.path("members").properties().forEach(m -> members.put(m.getKey(), m.getValue()));
    for (var member : members.entrySet()) {
      if (member.getKey().equalsIgnoreCase("message")) {
        return member.getValue().path("locationName").asText(member.getKey());
      }
    }
    return "message";
  }

  /// The query protocol named list and map members in the singular, unlike JSON.
  private void queryNames(List<ModelWalk.Structure> structures) {
    for (var structure : structures) {
      for (var member : structure.members()) {
        var shape = model.shape(member.shape());
        var name =
            shape.path("locationName").asText(shape.path("member").path("locationName").asText(""));
        if (!name.isEmpty()) {
          lines.add(
              String.join(
                  "\t",
                  "queryName",
                  structure.modelClass().getSimpleName(),
                  member.field().memberName(),
                  name,
                  shape.path("key").path("locationName").asText(NOTHING),
                  shape.path("value").path("locationName").asText(NOTHING)));
        }
      }
    }
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : text;
  }
}
