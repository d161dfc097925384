package dev.hearth.messaging.buses.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// What a target gets of an event: the event, a part of it, something constant, or what a template
/// makes of it.
public final class TargetInput {
  private TargetInput() {}

  /// Refuses settings that could make nothing.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationException`
  public static void check(Target target) {
    int settings = 0;
    if (target.input() != null) {
      settings++;
      try {
        if (BusEvent.JSON.readTree(target.input()).isMissingNode()) {
          throw Refusals.invalid("JSON syntax error in input for target " + target.id() + ".");
        }
      } catch (JsonProcessingException _) {
        throw Refusals.invalid("JSON syntax error in input for target " + target.id() + ".");
      }
    }
    if (target.inputPath() != null) {
      settings++;
      if (EventPath.parse(target.inputPath()).isEmpty()) {
        throw Refusals.invalid("InputPath", "Not a JSON path: " + target.inputPath());
      }
    }
    if (target.inputTransformer() != null) {
      settings++;
      InputTemplate.of(target.inputTransformer());
    }
    if (settings > 1) {
      throw Refusals.invalid(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + target.id()
              + ".");
    }
  }

  /// @throws dev.hearth.kernel.ServiceException where a template made no JSON of this event
  public static Payload of(Target target, RuleReference rule, BusEvent event) {
    if (target.input() != null) {
      return Payload.of(target.input());
    }
    if (target.inputPath() != null) {
      var found = EventPath.parse(target.inputPath()).map(path -> path.find(event.document()));
      return Payload.of(found.map(Object::toString).orElse("null"));
    }
    if (target.inputTransformer() != null) {
      return Payload.of(InputTemplate.of(target.inputTransformer()).render(rule, event));
    }
    return Payload.of(event.json());
  }
}
