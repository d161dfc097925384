package dev.hearth.messaging.topics.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hearth.messaging.topics.MessageAttribute;
import dev.hearth.messaging.topics.Refusals;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/// Which messages a subscription wants. Immutable, for many threads.
///
/// Source: Amazon SNS Developer Guide, "Amazon SNS subscription filter policies".
public final class FilterPolicy {
  /// The policy looks at what is in the message's body, a JSON document.
  public static final String BODY = "MessageBody";

  /// The policy looks at the message's attributes.
  public static final String ATTRIBUTES = "MessageAttributes";

  private static final System.Logger LOG = System.getLogger(FilterPolicy.class.getName());
  private static final String RULE = "subscription";

  // Publishers write what is matched here: as deep as event-ruler descends, and no deeper.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
          .build();

  private final Machine machine;
  private final boolean ofBody;

  private FilterPolicy(Machine machine, boolean ofBody) {
    this.machine = machine;
    this.ofBody = ofBody;
  }

  /// Compiles what [#check] accepted.
  ///
  /// @param scope [#BODY] or [#ATTRIBUTES]; null for the latter
  public static FilterPolicy compile(String policy, @Nullable String scope) {
    var machine = Machine.builder().build();
    try {
      machine.addRule(RULE, policy);
    } catch (IOException e) {
      throw new IllegalStateException("a filter policy that was checked does not compile", e);
    }
    return new FilterPolicy(machine, BODY.equals(scope));
  }

  /// Returns when `policy` is one.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter`, saying what is wrong
  public static void check(String policy, @Nullable String scope) {
    FilterLimits.check(policy, BODY.equals(scope));
    String wrong;
    try {
      wrong = JsonRuleCompiler.check(policy);
    } catch (RuntimeException | StackOverflowError e) {
      throw invalid("Invalid format", e); // the compiler's answer to some bad patterns
    }
    if (wrong != null) {
      throw Refusals.invalid("FilterPolicy: " + wrong);
    }
  }

  private static RuntimeException invalid(String why, Throwable cause) {
    LOG.log(Level.DEBUG, "A filter policy was refused", cause);
    return Refusals.invalid("FilterPolicy: " + why);
  }

  /// Whether the subscription wants a message.
  public boolean accepts(String body, Map<String, MessageAttribute> attributes) {
    var event = ofBody ? body : event(attributes);
    if (ofBody && !isObject(body)) {
      return false;
    }
    try {
      return !machine.rulesForJSONEvent(event).isEmpty();
    } catch (Exception e) { // as the matcher declares it: what it cannot read is not wanted
      LOG.log(Level.DEBUG, "A message could not be matched", e);
      return false;
    }
  }

  private static boolean isObject(String body) {
    try (var parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reading from memory does no I/O
    }
  }

  /// The attributes as the matcher reads them; binary ones are not looked at.
  private static String event(Map<String, MessageAttribute> attributes) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (var entry : attributes.entrySet()) {
        var attribute = entry.getValue();
        if (!attribute.isBinary()) {
          json.writeFieldName(entry.getKey());
          value(json, attribute);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
    return out.toString();
  }

  private static void value(JsonGenerator json, MessageAttribute attribute) throws IOException {
    if (attribute.type().equals("String.Array")) {
      array(json, attribute.text());
    } else if (attribute.type().startsWith("Number")) {
      json.writeNumber(attribute.text()); // its form was checked when it was published
    } else {
      json.writeString(attribute.text());
    }
  }

  /// Texts, numbers, `true`, `false` and `null` of an array; what is no array is a text.
  private static void array(JsonGenerator json, String text) throws IOException {
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        json.writeString(text);
        return;
      }
      json.writeStartArray();
      for (var token = parser.nextToken();
          token != null && token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        element(json, parser, token);
      }
      json.writeEndArray();
    }
  }

  private static void element(JsonGenerator json, JsonParser parser, JsonToken token)
      throws IOException {
    if (token.isScalarValue()) {
      json.copyCurrentEvent(parser);
    } else {
      parser.skipChildren();
    }
  }
}
