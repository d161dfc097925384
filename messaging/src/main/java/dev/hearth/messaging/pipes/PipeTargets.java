package dev.hearth.messaging.pipes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.EventIntake;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.ServiceCalls;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.mappings.engine.BatchAnswer;
import dev.hearth.messaging.mappings.engine.BatchInvoker;
import dev.hearth.messaging.mappings.engine.BatchOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;
import software.amazon.awssdk.services.pipes.model.PipeTargetEventBridgeEventBusParameters;
import software.amazon.awssdk.services.pipes.model.PipeTargetInvocationType;
import software.amazon.awssdk.services.pipes.model.PipeTargetSqsQueueParameters;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// What pipes send to, each as the pipe's role: functions and state machines get the events as one
/// array, queues, topics and buses each of them as an entry of one request.
public final class PipeTargets {
  /// Entries of a request. Source: Amazon EventBridge User Guide, "Amazon EventBridge Pipes
  /// batching and concurrency".
  static final int MOST_ENTRIES = 10;

  private final BatchInvoker invoker;
  private final EventIntake intake;
  private final ServiceCalls calls;
  private final ServiceAccess access;

  /// @param access asks for `pipes.amazonaws.com`
  public PipeTargets(
      BatchInvoker invoker, EventIntake intake, ServiceCalls calls, ServiceAccess access) {
    this.invoker = invoker;
    this.intake = intake;
    this.calls = calls;
    this.access = access;
  }

  /// How many events a target takes at once; nothing where it cannot be one.
  public Optional<Integer> mostAtOnce(Arn target) {
    return switch (target.service()) {
      case "lambda" -> Optional.of(Integer.MAX_VALUE);
      case "states" ->
          calls.knows("sfn", "StartExecution") ? Optional.of(Integer.MAX_VALUE) : Optional.empty();
      case "sqs", "sns", "events" -> Optional.of(MOST_ENTRIES);
      default -> Optional.empty();
    };
  }

  /// Has a function answer what is to go on.
  ///
  /// @throws ServiceException where the role may not
  BatchOutcome.OfFunction enrich(
      DescribePipeResponse pipe, List<PipeEvent> events, @Nullable String trace) {
    return invoke(pipe, pipe.enrichment(), array(events), trace);
  }

  /// @throws ServiceException where the role may not, or the target refuses as a whole
  BatchOutcome send(DescribePipeResponse pipe, List<PipeEvent> events, @Nullable String trace) {
    var target = Arn.parse(pipe.target()).orElseThrow();
    return switch (target.service()) {
      case "lambda" -> function(pipe, events, trace);
      case "states" -> {
        var input = object("stateMachineArn", pipe.target()).put("input", array(events).text());
        call(pipe, target, "sfn", "StartExecution", input);
        yield new BatchOutcome.Settled(Set.of());
      }
      case "sqs" -> queue(pipe, target, events);
      case "sns" -> topic(pipe, target, events);
      default -> bus(pipe, target, events);
    };
  }

  private BatchOutcome function(
      DescribePipeResponse pipe, List<PipeEvent> events, @Nullable String trace) {
    var parameters = pipe.targetParameters();
    var lambda = parameters == null ? null : parameters.lambdaFunctionParameters();
    var payload = array(events);
    if (lambda != null && lambda.invocationType() == PipeTargetInvocationType.FIRE_AND_FORGET) {
      var function = function(pipe, pipe.target());
      var id = UUID.randomUUID().toString();
      intake.accept(function, new Event(id, function.arn(), payload, null, trace));
      return new BatchOutcome.Settled(Set.of());
    }
    return switch (invoke(pipe, pipe.target(), payload, trace)) {
      case BatchOutcome.Succeeded(var answer, _) ->
          new BatchOutcome.Settled(failures(answer.payload(), events));
      case BatchOutcome.OfFunction other -> other;
    };
  }

  /// Only an answer that speaks of failures is taken for one.
  private static Set<String> failures(Payload answer, List<PipeEvent> events) {
    boolean tells =
        BatchAnswer.parse(answer).filter(json -> json.has("batchItemFailures")).isPresent();
    return tells
        ? BatchAnswer.failures(
            answer, events.stream().map(PipeEvent::id).collect(Collectors.toSet()))
        : Set.of();
  }

  private BatchOutcome.OfFunction invoke(
      DescribePipeResponse pipe, String arn, Payload payload, @Nullable String trace) {
    return invoker.invoke(function(pipe, arn), payload, trace);
  }

  private FunctionReference function(DescribePipeResponse pipe, String text) {
    var arn = Arn.parse(text).orElseThrow();
    check(pipe, List.of("lambda:InvokeFunction"), text);
    return FunctionReference.parse(
        new AccountId(arn.account()), new Region(arn.region()), text, null);
  }

  /// Returns where the pipe's role may do all this.
  ///
  /// @throws ServiceException where it may not
  void check(DescribePipeResponse pipe, List<String> actions, String resource) {
    var arn = Arn.parse(pipe.arn()).orElseThrow();
    actions.forEach(action -> access.check(arn, pipe.roleArn(), action, resource));
  }

  private BatchOutcome queue(DescribePipeResponse pipe, Arn target, List<PipeEvent> events) {
    var given =
        pipe.targetParameters() == null ? null : pipe.targetParameters().sqsQueueParameters();
    var parameters = given == null ? PipeTargetSqsQueueParameters.builder().build() : given;
    var url = "/" + target.account() + "/" + target.resource();
    return entries(
        events,
        event -> {
          var entry = object("MessageBody", plain(event));
          put(entry, "MessageGroupId", parameters.messageGroupId(), event);
          put(entry, "MessageDeduplicationId", parameters.messageDeduplicationId(), event);
          return entry;
        },
        entries ->
            call(
                pipe,
                target,
                "sqs",
                "SendMessageBatch",
                object("QueueUrl", url).set("Entries", entries)),
        response ->
            ((SendMessageBatchResponse) response)
                .failed().stream().map(each -> each.id()).collect(Collectors.toSet()));
  }

  private BatchOutcome topic(DescribePipeResponse pipe, Arn target, List<PipeEvent> events) {
    return entries(
        events,
        event -> object("Message", plain(event)),
        entries ->
            call(
                pipe,
                target,
                "sns",
                "PublishBatch",
                object("TopicArn", target.toString()).set("PublishBatchRequestEntries", entries)),
        response ->
            ((PublishBatchResponse) response)
                .failed().stream().map(each -> each.id()).collect(Collectors.toSet()));
  }

  private BatchOutcome bus(DescribePipeResponse pipe, Arn target, List<PipeEvent> events) {
    var given =
        pipe.targetParameters() == null
            ? null
            : pipe.targetParameters().eventBridgeEventBusParameters();
    var parameters =
        given == null ? PipeTargetEventBridgeEventBusParameters.builder().build() : given;
    return entries(
        events,
        event -> {
          var entry =
              object("EventBusName", target.toString())
                  .put("Source", or(parameters.source(), event, "Pipe " + pipe.name()))
                  .put("DetailType", or(parameters.detailType(), event, "Event from aws:sqs"))
                  .put("Detail", event.json());
          var resources = entry.putArray("Resources");
          parameters.resources().forEach(each -> resources.add(or(each, event, "")));
          return entry;
        },
        entries -> {
          entries.forEach(each -> ((ObjectNode) each).remove("Id"));
          var input = JsonNodeFactory.instance.objectNode().<ObjectNode>set("Entries", entries);
          return call(pipe, target, "eventbridge", "PutEvents", input);
        },
        response -> {
          var refused = new HashSet<String>();
          var results = ((PutEventsResponse) response).entries();
          for (int i = 0; i < results.size(); i++) {
            if (results.get(i).errorCode() != null) {
              refused.add(Integer.toString(i));
            }
          }
          return refused;
        });
  }

  /// Sends events as entries, ten at a time.
  ///
  /// @param send a request of these entries
  /// @param refused the ids of a response's entries that were not taken
  private static BatchOutcome entries(
      List<PipeEvent> events,
      Function<PipeEvent, ObjectNode> entry,
      Function<ArrayNode, SdkPojo> send,
      Function<SdkPojo, Set<String>> refused) {
    var failed = new HashSet<String>();
    for (int from = 0; from < events.size(); from += MOST_ENTRIES) {
      var some = events.subList(from, Math.min(from + MOST_ENTRIES, events.size()));
      var entries = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < some.size(); i++) {
        entries.add(entry.apply(some.get(i)).put("Id", Integer.toString(i)));
      }
      refused
          .apply(send.apply(entries))
          .forEach(id -> failed.add(some.get(Integer.parseInt(id)).id()));
    }
    return new BatchOutcome.Settled(failed);
  }

  private SdkPojo call(
      DescribePipeResponse pipe, Arn target, String service, String operation, ObjectNode input) {
    var caller = access.session(pipe.roleArn(), Arn.parse(pipe.arn()).orElseThrow());
    return calls.call(service, operation, input, caller, new Region(target.region()));
  }

  private static void put(
      ObjectNode entry, String name, @Nullable String parameter, PipeEvent event) {
    var value = PipeTemplate.value(parameter, event.parsed());
    if (value != null) {
      entry.put(name, value);
    }
  }

  private static String or(@Nullable String parameter, PipeEvent event, String usual) {
    var value = PipeTemplate.value(parameter, event.parsed());
    return value == null ? usual : value;
  }

  private static ObjectNode object(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  private static Payload array(List<PipeEvent> events) {
    return Payload.of(
        events.stream().map(PipeEvent::json).collect(Collectors.joining(",", "[", "]")));
  }

  private static String plain(PipeEvent event) {
    try {
      var read = BusEvent.JSON.readTree(event.json());
      return read.isTextual() ? read.textValue() : event.json();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("templates and records are JSON", e);
    }
  }
}
