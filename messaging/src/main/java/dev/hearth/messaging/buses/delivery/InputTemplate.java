package dev.hearth.messaging.buses.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;

/// An input transformer's template. Source: Amazon EventBridge User Guide, "Amazon EventBridge
/// input transformation".
///
/// A template that is JSON once its variables are filled in stays JSON: a variable that stands by
/// itself becomes a JSON value, and one within a text becomes part of it, an object or array
/// without its quotes. A template that is none is filled in as it is, and sent as a JSON text.
final class InputTemplate {
  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]{1,256})>");
  private static final int MAX_VARIABLES = 100;

  private final Map<String, EventPath> paths;
  private final String template;
  private final boolean json;

  private InputTemplate(Map<String, EventPath> paths, String template, boolean json) {
    this.paths = paths;
    this.template = template;
    this.json = json;
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
    var template = transformer.inputTemplate();
    var sample = fill(template, (_, inText) -> inText ? "x" : "null");
    return new InputTemplate(paths, template, isJson(sample));
  }

  String render(RuleReference rule, BusEvent event) {
    var filled =
        fill(
            template,
            (name, inText) -> {
              var value = value(name, rule, event);
              if (value == null) {
                return "";
              }
              if (!json) {
                return value.isTextual() ? value.asText() : value.toString();
              }
              return inText ? within(value) : value.toString();
            });
    if (!json) {
      return TextNode.valueOf(filled).toString();
    }
    if (!isJson(filled)) {
      throw Refusals.invalid("InputTemplate", "What it makes of the event is no JSON.");
    }
    return filled;
  }

  /// Part of a JSON text.
  private static String within(JsonNode value) {
    var text = value.isTextual() ? value.asText() : value.toString().replace("\"", "");
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
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
        yield path == null ? null : path.find(event.document());
      }
    };
  }

  private static JsonNode withoutDetail(JsonNode event) {
    ObjectNode copy = event.deepCopy();
    copy.remove("detail");
    return copy;
  }

  /// Replaces every variable by what `values` makes of its name, and of whether it stands within a
  /// text.
  private static String fill(String template, BiFunction<String, Boolean, String> values) {
    var filled = new StringBuilder();
    var variable = VARIABLE.matcher(template);
    boolean inText = false;
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c == '<' && variable.region(at, template.length()).lookingAt()) {
        filled.append(values.apply(variable.group(1), inText));
        at = variable.end();
      } else if (c == '\\' && inText && at + 1 < template.length()) {
        filled.append(c).append(template.charAt(at + 1));
        at += 2;
      } else {
        inText ^= c == '"';
        filled.append(c);
        at++;
      }
    }
    return filled.toString();
  }

  private static boolean isJson(String text) {
    try {
      return !BusEvent.JSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException _) {
      return false;
    }
  }
}
