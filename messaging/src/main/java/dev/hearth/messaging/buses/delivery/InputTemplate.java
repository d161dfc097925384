package dev.hearth.messaging.buses.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.cloudevents.OutgoingCloudEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;

/// An input transformer's template. Source: Amazon EventBridge User Guide, "Amazon EventBridge
/// input transformation".
final class InputTemplate {
  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]{1,256})>");
  private static final int MAX_VARIABLES = 100;

  private final Map<String, EventPath> paths;
  private final JsonTemplate template;

  private InputTemplate(Map<String, EventPath> paths, JsonTemplate template) {
    this.paths = paths;
    this.template = template;
  }

  /// @throws dev.hearth.kernel.ServiceException `ValidationException` for variables that cannot be
  static InputTemplate of(InputTransformer transformer) {
    var map = transformer.inputPathsMap();
    if (map.size() > MAX_VARIABLES) {
      throw Refusals.invalid("InputPathsMap", "It has more than " + MAX_VARIABLES + " variables.");
    }
    var paths = new HashMap<String, EventPath>();
    map.forEach(
        (name, path) -> {
          if (name.toLowerCase(java.util.Locale.ROOT).startsWith("aws.")) {
            throw Refusals.invalid("InputPathsMap", "Keys cannot start with AWS.: " + name);
          }
          paths.put(
              name,
              EventPath.parse(path)
                  .orElseThrow(
                      () -> Refusals.invalid("InputPathsMap", "Not a JSON path: " + path)));
        });
    return new InputTemplate(paths, new JsonTemplate(VARIABLE, transformer.inputTemplate()));
  }

  String render(RuleReference rule, BusEvent event) {
    return template.render(name -> value(name, rule, event));
  }

  private @Nullable JsonNode value(String name, RuleReference rule, BusEvent event) {
    return switch (name) {
      case "aws.events.rule-arn" -> TextNode.valueOf(rule.toString());
      case "aws.events.rule-name" -> TextNode.valueOf(rule.name());
      case "aws.events.event.ingestion-time" -> TextNode.valueOf(event.ingested().toString());
      case "aws.events.event" -> withoutDetail(event.document());
      case "aws.events.event.json" -> event.document();
      default -> {
        var path = paths.get(name);
        yield path == null ? ours(name, event) : path.find(event.document());
      }
    };
  }

  /// What AWS does not have; a path of the user's own with such a name goes before.
  private static @Nullable JsonNode ours(String name, BusEvent event) {
    return switch (name) {
      case OutgoingCloudEvent.VARIABLE -> OutgoingCloudEvent.of(event).json();
      case OutgoingCloudEvent.DATA_VARIABLE -> OutgoingCloudEvent.of(event).data();
      default -> null;
    };
  }

  private static JsonNode withoutDetail(JsonNode event) {
    ObjectNode copy = event.deepCopy();
    copy.remove("detail");
    return copy;
  }
}
