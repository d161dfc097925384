package dev.hearth.messaging.pipes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.messaging.buses.delivery.EventPath;
import dev.hearth.messaging.buses.delivery.JsonTemplate;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;

/// A pipe's input template, whose variables are paths of the event or of the pipe. Source: Amazon
/// EventBridge User Guide, "Amazon EventBridge Pipes input transformation".
final class PipeTemplate {
  private static final Pattern VARIABLE =
      Pattern.compile("<((?:\\$|aws\\.pipes\\.)[^<>\\s]{0,1024})>");

  private final DescribePipeResponse pipe;
  private final JsonTemplate template;

  PipeTemplate(DescribePipeResponse pipe, String template) {
    this.pipe = pipe;
    this.template = new JsonTemplate(VARIABLE, template);
  }

  /// What is made of one event, JSON.
  ///
  /// @param event its body as JSON, where it is
  /// @throws dev.hearth.kernel.ServiceException `ValidationException` where it is no JSON then
  String render(JsonNode event, Instant now) {
    return template.render(
        name ->
            switch (name) {
              case "aws.pipes.pipe-arn" -> text(pipe.arn());
              case "aws.pipes.pipe-name" -> text(pipe.name());
              case "aws.pipes.source-arn" -> text(pipe.source());
              case "aws.pipes.enrichment-arn" -> text(pipe.enrichment());
              case "aws.pipes.target-arn" -> text(pipe.target());
              case "aws.pipes.event.ingestion-time" -> text(now.toString());
              case "aws.pipes.event", "aws.pipes.event.json" -> event;
              default -> EventPath.parse(name).map(path -> path.find(event)).orElse(null);
            });
  }

  /// What a parameter is for an event: the text that its path leads to, or itself where it is none.
  static @Nullable String value(@Nullable String parameter, JsonNode event) {
    if (parameter == null || !parameter.startsWith("$.")) {
      return parameter;
    }
    var found = EventPath.parse(parameter).map(path -> path.find(event)).orElse(null);
    return found == null ? null : found.asText();
  }

  private static @Nullable JsonNode text(@Nullable String value) {
    return value == null ? null : TextNode.valueOf(value);
  }
}
