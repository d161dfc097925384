package dev.hearth.messaging.mappings.engine;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a function that reports batch item failures says of a batch. Source: AWS Lambda Developer
/// Guide, "Implementing partial batch responses": nothing or an empty list means that all went
/// well, and an answer that cannot be understood that all failed.
public final class BatchAnswer {
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private BatchAnswer() {}

  /// The ids of the records that failed.
  ///
  /// @param sent the ids of the batch
  public static Set<String> failures(Payload answer, Set<String> sent) {
    return parse(answer).flatMap(json -> failures(json, sent)).orElse(sent);
  }

  /// The answer as JSON; nothing where it is none.
  public static Optional<JsonNode> parse(Payload answer) {
    try {
      return Optional.of(JSON.readTree(answer.bytes()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// A text; of Kafka's records an object of partition and offset, which is `topic-0:17` here.
  private static String id(JsonNode identifier) {
    return identifier.isObject()
        ? identifier.path("partition").asText() + ":" + identifier.path("offset").asText()
        : identifier.isTextual() ? identifier.textValue() : "";
  }

  private static Optional<Set<String>> failures(JsonNode answer, Set<String> sent) {
    if (answer.isNull() || answer.isMissingNode()) {
      return Optional.of(Set.of());
    }
    var items = answer.path("batchItemFailures");
    if (!answer.isObject() || !(items.isArray() || items.isNull() || items.isMissingNode())) {
      return Optional.empty();
    }
    var failed = new HashSet<String>();
    for (var item : items) {
      var id = id(item.path("itemIdentifier"));
      if (!sent.contains(id)) {
        return Optional.empty();
      }
      failed.add(id);
    }
    return Optional.of(failed);
  }
}
