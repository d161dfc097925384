package dev.hearth.messaging.buses.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.Refusals;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A text with variables, which becomes JSON. Source: Amazon EventBridge User Guide, "Amazon
/// EventBridge input transformation".
///
/// A template that is JSON once its variables are filled in stays JSON: a variable that stands by
/// itself becomes a JSON value, and one within a text becomes part of it, an object or array
/// without its quotes. A template that is none is filled in as it is, and sent as a JSON text.
public final class JsonTemplate {
  private final Pattern variables;
  private final String template;
  private final boolean json;

  /// @param variables matches one, its name as the first group
  public JsonTemplate(Pattern variables, String template) {
    this.variables = variables;
    this.template = template;
    json = isJson(fill((_, inText) -> inText ? "x" : "null"));
  }

  /// @param values what a variable stands for; null for nothing
  /// @throws dev.hearth.kernel.ServiceException `ValidationException` where it is no JSON then
  public String render(Function<String, @Nullable JsonNode> values) {
    var filled =
        fill(
            (name, inText) -> {
              var value = values.apply(name);
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

  /// Replaces every variable by what `values` makes of its name, and of whether it stands within a
  /// text.
  private String fill(BiFunction<String, Boolean, String> values) {
    var filled = new StringBuilder();
    var variable = variables.matcher(template);
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
