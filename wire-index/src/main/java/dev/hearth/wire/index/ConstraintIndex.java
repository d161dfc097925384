package dev.hearth.wire.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What the members of a service's inputs must satisfy, as lines of its constraints.
///
/// It walks each request's fields beside the model's shape: what is required comes from the SDK,
/// for it knows newer operations and S3; lengths, ranges and patterns come from the model; the
/// values of an enum come from the SDK's enum, which is newer, and in the order that AWS gives
/// them.
final class ConstraintIndex {
  private static final String NOTHING = "-";

  private final SdkService sdk;
  private final ServiceModel model;
  private final TreeMap<String, String> types = new TreeMap<>();

  ConstraintIndex(SdkService sdk, ServiceModel model) {
    this.sdk = sdk;
    this.model = model;
  }

  List<String> lines() throws ReflectiveOperationException {
    var structures = new ArrayList<String>();
    for (var structure : ModelWalk.inputs(sdk, model)) {
      var columns = new StringBuilder();
      for (var member : structure.members()) {
        var type = type(member.shape());
        if (member.required() || !type.equals(NOTHING)) {
          columns.append('\t').append(member.field().memberName());
          columns.append('\t').append(member.required() ? "!" : NOTHING);
          columns.append('\t').append(type);
        }
      }
      if (!columns.isEmpty()) {
        structures.add("structure\t" + structure.modelClass().getSimpleName() + columns);
      }
    }
    var lines = new ArrayList<>(types.values());
    lines.removeIf(String::isEmpty);
    lines.addAll(structures);
    return lines;
  }

  /// The name under which the constraints of `shape` are written, or nothing where it has none.
  private String type(@Nullable String shape) {
    var definition = model.shape(shape);
    if (shape == null || definition.path("type").asText().equals("structure")) {
      return NOTHING;
    }
    if (!types.containsKey(shape)) {
      types.put(shape, ""); // ends recursion through shapes that hold themselves
      var line = typeLine(shape, definition);
      types.put(shape, line.matches("type\t[^\t]+(\t-)+") ? "" : line);
    }
    return types.get(shape).isEmpty() ? NOTHING : shape;
  }

  private String typeLine(String shape, JsonNode definition) {
    return String.join(
        "\t",
        "type",
        shape,
        definition.path("min").asText(NOTHING),
        definition.path("max").asText(NOTHING),
        pattern(definition),
        values(shape, definition),
        type(ServiceModel.target(definition.path("member"))),
        type(ServiceModel.target(definition.path("key"))),
        type(ServiceModel.target(definition.path("value"))),
        definition.path("sensitive").asBoolean() ? "!" : NOTHING);
  }

  /// Nothing where Java cannot read the pattern: better one check too few than a wrong one.
  private String pattern(JsonNode definition) {
    var pattern = definition.path("pattern").asText("");
    if (pattern.isEmpty()) {
      return NOTHING;
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      System.out.println("Left out a pattern of " + sdk.packageName() + ": " + pattern);
      return NOTHING;
    }
    return escaped(pattern);
  }

  /// A control character or half a surrogate pair cannot stand in a text file; a regular expression
  /// means the same by its escape.
  private static String escaped(String pattern) {
    var out = new StringBuilder();
    pattern
        .chars()
        .forEach(
            c -> {
              boolean writable = c >= ' ' && !Character.isSurrogate((char) c);
              out.append(writable ? Character.toString(c) : "\\u%04X".formatted(c));
            });
    return out.toString();
  }

  private String values(String shape, JsonNode definition) {
    if (!definition.has("enum") || definition.path("open").asBoolean()) {
      return NOTHING;
    }
    var values = new ArrayList<String>();
    try {
      for (var constant :
          Class.forName(sdk.packageName() + ".model." + sdkName(shape)).getEnumConstants()) {
        values.add(constant.toString());
      }
      values.remove("null"); // UNKNOWN_TO_SDK_VERSION
    } catch (ClassNotFoundException e) {
      definition.path("enum").forEach(value -> values.add(value.asText()));
    }
    return String.join("|", values);
  }

  private static String sdkName(String shape) {
    return Character.toUpperCase(shape.charAt(0)) + shape.substring(1);
  }
}
