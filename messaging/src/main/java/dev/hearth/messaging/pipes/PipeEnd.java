package dev.hearth.messaging.pipes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.mappings.QueueSource.SourceRole;
import dev.hearth.messaging.mappings.engine.BatchOutcome;
import dev.hearth.messaging.mappings.engine.BatchTaker;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;

/// What a pipe's batches are handed to: an enrichment where there is one, then the target.
///
/// What refuses is tried again until the messages come back to the queue, whose redrive policy says
/// how often. Source: Amazon EventBridge User Guide, "Amazon EventBridge Pipes batching and
/// concurrency" and "error handling and troubleshooting".
final class PipeEnd implements BatchTaker {
  private final QueueSource source;
  private final DescribePipeResponse pipe;
  private final PipeTargets targets;
  private final InstantSource clock;
  private final @Nullable PipeTemplate before;
  private final @Nullable PipeTemplate behind;

  PipeEnd(QueueSource source, DescribePipeResponse pipe, PipeTargets targets, InstantSource clock) {
    this.source = source;
    this.pipe = pipe;
    this.targets = targets;
    this.clock = clock;
    var enrichment = pipe.enrichmentParameters();
    var target = pipe.targetParameters();
    before = template(enrichment == null ? null : enrichment.inputTemplate());
    behind = template(target == null ? null : target.inputTemplate());
  }

  private @Nullable PipeTemplate template(@Nullable String text) {
    return text == null || text.isEmpty() ? null : new PipeTemplate(pipe, text);
  }

  @Override
  public BatchOutcome take(List<Message> batch) {
    var trace = batch.getFirst().traceId();
    try {
      var events = batch.stream().map(this::event).toList();
      if (pipe.enrichment() == null) {
        return targets.send(pipe, shaped(events, behind), trace);
      }
      return switch (targets.enrich(pipe, shaped(events, before), trace)) {
        case BatchOutcome.Succeeded(var answer, _) ->
            enriched(batch, BusEvent.JSON.readTree(answer.payload().text()), trace);
        case BatchOutcome.OfFunction other -> other;
      };
    } catch (JsonProcessingException _) {
      return new BatchOutcome.Refused("PROBLEM: The enrichment's answer is no JSON.");
    } catch (ServiceException e) {
      return new BatchOutcome.Refused("PROBLEM: " + e.code() + ": " + e.getMessage());
    }
  }

  private PipeEvent event(Message message) {
    return new PipeEvent(
        message.id(), source.filterable(message.record()), message.record().text());
  }

  /// An answer without content ends the way of its batch: the target is not called.
  private BatchOutcome enriched(List<Message> batch, JsonNode answer, @Nullable String trace) {
    if (answer.isNull()
        || answer.isMissingNode()
        || (answer.asText().isEmpty() && answer.isEmpty())) {
      return new BatchOutcome.Settled(Set.of());
    }
    var events = new ArrayList<PipeEvent>();
    for (var each : answer.isArray() ? answer : List.of(answer)) {
      events.add(new PipeEvent("", each, each.toString()));
    }
    var outcome = targets.send(pipe, shaped(events, behind), trace);
    // Which message became which event only the enrichment knows.
    return outcome instanceof BatchOutcome.Settled(var failed) && !failed.isEmpty()
        ? new BatchOutcome.Settled(batch.stream().map(Message::id).collect(Collectors.toSet()))
        : outcome;
  }

  private List<PipeEvent> shaped(List<PipeEvent> events, @Nullable PipeTemplate template) {
    if (template == null) {
      return events;
    }
    var now = clock.instant();
    return events.stream()
        .map(each -> new PipeEvent(each.id(), each.parsed(), template.render(each.parsed(), now)))
        .toList();
  }

  @Override
  public boolean isLoop(@Nullable String traceId) {
    return false; // of functions that it calls, they themselves are told
  }

  @Override
  public SourceRole role() {
    return new SourceRole("pipes.amazonaws.com", pipe.roleArn());
  }

  @Override
  public void checkRole() {
    targets.check(pipe, source.actions(), pipe.source());
  }
}
