package dev.hearth.messaging.buses.delivery;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.RuleReference;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// What goes to a target.
///
/// @param rule on whose behalf
/// @param event as it was matched
/// @param body what the target's input settings made of it, JSON
public record Shipment(RuleReference rule, Target target, BusEvent event, Payload body) {}
