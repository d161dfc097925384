package dev.hearth.messaging.schedules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.targets.QueueSender;
import dev.hearth.messaging.buses.targets.QueueSender.QueueMessage;
import dev.hearth.messaging.schedules.Firings.Firing;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.scheduler.model.Target;

/// What schedules can call, each as the schedule's role: functions, queues, topics, buses and state
/// machines by their ARNs, and operations of Hearth's services by
/// `arn:aws:scheduler:::aws-sdk:<service>:<operation>`. Source: EventBridge Scheduler User Guide,
/// "Using templated targets" and "Using universal targets".
public final class ScheduleTargets implements Firings.Targets {
  private static final String UNIVERSAL = "arn:aws:scheduler:::aws-sdk:";
  private static final String INVOKE = UNIVERSAL + "lambda:invoke";
  private static final String SENDER = "scheduler.amazonaws.com";

  private final EventIntake intake;
  private final QueueSender queues;
  private final ServiceCalls calls;
  private final ServiceAccess access;
  private final Supplier<String> ids;

  /// @param access asks for `scheduler.amazonaws.com`
  /// @param ids UUIDs
  public ScheduleTargets(
      EventIntake intake,
      QueueSender queues,
      ServiceCalls calls,
      ServiceAccess access,
      Supplier<String> ids) {
    this.intake = intake;
    this.queues = queues;
    this.calls = calls;
    this.access = access;
    this.ids = ids;
  }

  /// Refuses a target that could not be called.
  ///
  /// @throws ServiceException `ValidationException`
  public void check(Target target) {
    var arn = Arn.parse(target.arn()).orElse(null);
    if (arn == null) {
      throw ScheduleRefusals.invalid("Provided Arn is not in correct format.");
    }
    if (target.arn().startsWith(UNIVERSAL)) {
      var words = target.arn().substring(UNIVERSAL.length()).split(":", -1);
      boolean invoke = target.arn().equals(INVOKE);
      if (!invoke && (words.length != 2 || !calls.knows(words[0], words[1]))) {
        throw ScheduleRefusals.invalid(
            "%s is not a supported operation of Hearth.".formatted(target.arn()));
      }
      json(target.input());
      return;
    }
    boolean known =
        switch (arn.service()) {
          case "lambda", "sqs" -> true;
          case "sns" -> calls.knows("sns", "Publish");
          case "states" -> calls.knows("sfn", "StartExecution");
          case "events" -> target.eventBridgeParameters() != null;
          default -> false;
        };
    if (!known) {
      throw ScheduleRefusals.invalid(
          arn.service().equals("events")
              ? "EventBridgeParameters is required for an event bus."
              : "Hearth has no targets of the service " + arn.service() + ".");
    }
    if (!AccountId.isValid(arn.account()) || !Region.isValid(arn.region())) {
      throw ScheduleRefusals.invalid("Provided Arn is not in correct format.");
    }
    boolean needsJson = !arn.service().equals("sqs") && !arn.service().equals("sns");
    if (needsJson && target.input() != null) {
      json(target.input());
    }
    if (target.arn().endsWith(".fifo")
        && arn.service().equals("sqs")
        && target.sqsParameters() == null) {
      throw ScheduleRefusals.invalid("SqsParameters is required for a FIFO queue.");
    }
  }

  private static JsonNode json(@Nullable String input) {
    try {
      var read = input == null ? null : BusEvent.JSON.readTree(input);
      if (read != null && !read.isMissingNode()) {
        return read;
      }
    } catch (JsonProcessingException _) {
      // below
    }
    throw ScheduleRefusals.invalid("Invalid request provided: The input must be JSON.");
  }

  @Override
  public Sent send(Firing firing, int attempt) {
    var target = firing.target();
    var input = input(firing, attempt);
    if (target.arn().startsWith(UNIVERSAL)) {
      return universal(firing, input);
    }
    var arn = Arn.parse(target.arn()).orElseThrow();
    return switch (arn.service()) {
      case "lambda" -> invoke(firing, target.arn(), Payload.of(input));
      case "sqs" ->
          queue(
              firing,
              target.arn(),
              input,
              Map.of(),
              target.sqsParameters() == null ? null : target.sqsParameters().messageGroupId());
      case "sns" ->
          call(firing, "sns", "Publish", object("TopicArn", target.arn(), "Message", input), arn);
      case "states" ->
          call(
              firing,
              "sfn",
              "StartExecution",
              object("stateMachineArn", target.arn(), "name", firing.execution(), "input", input),
              arn);
      default -> putEvents(firing, input, arn);
    };
  }

  private Sent universal(Firing firing, String input) {
    var read = json(input);
    if (firing.target().arn().equals(INVOKE)) {
      var payload = read.path("Payload");
      return invoke(
          firing,
          read.path("FunctionName").asText(),
          Payload.of(payload.isTextual() ? payload.asText() : payload.toString()));
    }
    var words = firing.target().arn().substring(UNIVERSAL.length()).split(":", -1);
    var caller = access.session(firing.target().roleArn(), firing.schedule().arn());
    calls.call(words[0], words[1], read, caller, firing.schedule().region());
    return new Sent.Delivered();
  }

  private Sent invoke(Firing firing, String text, Payload payload) {
    var schedule = firing.schedule();
    var arn = Arn.parse(text);
    var function =
        FunctionReference.parse(
            schedule.account(),
            arn.map(each -> new Region(each.region())).orElse(schedule.region()),
            text,
            null);
    access.check(
        schedule.arn(), firing.target().roleArn(), "lambda:InvokeFunction", function.arn());
    intake.accept(function, new Event(ids.get(), function.arn(), payload, null, null));
    return new Sent.Delivered();
  }

  private Sent queue(
      Firing firing,
      String queue,
      String body,
      Map<String, String> attributes,
      @Nullable String group) {
    access.check(firing.schedule().arn(), firing.target().roleArn(), "sqs:SendMessage", queue);
    return queues.send(
        new QueueMessage(
            Arn.parse(queue).orElseThrow(),
            body,
            attributes,
            SENDER,
            group,
            null,
            access.keyUser(firing.schedule().arn(), firing.target().roleArn())));
  }

  @Override
  public Sent bury(Firing firing, String queue, Map<String, String> attributes) {
    return queue(firing, queue, input(firing, 1), attributes, null);
  }

  private Sent putEvents(Firing firing, String input, Arn bus) {
    var parameters = firing.target().eventBridgeParameters();
    var entry =
        object(
            "Source", parameters.source(),
            "DetailType", parameters.detailType(),
            "Detail", input,
            "EventBusName", bus.toString());
    var entries = JsonNodeFactory.instance.objectNode();
    entries.putArray("Entries").add(entry);
    var caller = access.session(firing.target().roleArn(), firing.schedule().arn());
    var answer = calls.call("eventbridge", "PutEvents", entries, caller, new Region(bus.region()));
    var refused =
        Optional.of(answer)
            .map(PutEventsResponse.class::cast)
            .filter(response -> response.failedEntryCount() > 0)
            .map(response -> response.entries().getFirst());
    return refused
        .<Sent>map(each -> new Sent.Refused(each.errorCode(), each.errorMessage()))
        .orElseGet(Sent.Delivered::new);
  }

  private Sent call(Firing firing, String service, String operation, JsonNode input, Arn target) {
    var caller = access.session(firing.target().roleArn(), firing.schedule().arn());
    calls.call(service, operation, input, caller, new Region(target.region()));
    return new Sent.Delivered();
  }

  private static ObjectNode object(String... namesAndValues) {
    var object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  /// What the target gets: its input with Scheduler's variables filled in, or a notification.
  static String input(Firing firing, int attempt) {
    var input = firing.target().input();
    var schedule = firing.schedule();
    if (input == null) {
      var event = JsonNodeFactory.instance.objectNode();
      event.put("version", "0").put("id", firing.execution());
      event.put("detail-type", "Scheduled Event").put("source", "aws.scheduler");
      event.put("account", schedule.account().digits()).put("time", firing.at().toString());
      event.put("region", schedule.region().name());
      event.putArray("resources").add(schedule.toString());
      event.put("detail", "{}");
      return event.toString();
    }
    return input
        .replace("<aws.scheduler.schedule-arn>", schedule.toString())
        .replace("<aws.scheduler.scheduled-time>", firing.at().toString())
        .replace("<aws.scheduler.execution-id>", firing.execution())
        .replace("<aws.scheduler.attempt-number>", Integer.toString(attempt));
  }
}
