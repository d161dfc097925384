package dev.hearth.messaging.buses;

import dev.hearth.kernel.ServiceException;

/// What EventBridge refuses, in its words.
public final class Refusals {
  private Refusals() {}

  public static ServiceException invalid(String message) {
    return new ServiceException("ValidationException", 400, message);
  }

  /// @param reason a sentence
  public static ServiceException invalid(String parameter, String reason) {
    return invalid("Parameter " + parameter + " is not valid. Reason: " + reason);
  }

  public static ServiceException invalidPattern(String reason) {
    return new ServiceException(
        "InvalidEventPatternException", 400, "Event pattern is not valid. Reason: " + reason);
  }

  /// @param what such as `Event bus orders`
  public static ServiceException notFound(String what) {
    return new ServiceException("ResourceNotFoundException", 400, what + " does not exist.");
  }

  public static ServiceException ruleNotFound(RuleReference rule) {
    return new ServiceException(
        "ResourceNotFoundException",
        400,
        "Rule %s does not exist on EventBus %s.".formatted(rule.name(), rule.bus().name()));
  }

  /// @param what such as `Event bus orders`
  public static ServiceException exists(String what) {
    return new ServiceException("ResourceAlreadyExistsException", 400, what + " already exists.");
  }

  public static ServiceException limitExceeded() {
    return new ServiceException(
        "LimitExceededException",
        400,
        "The requested resource exceeds the maximum number allowed.");
  }

  public static ServiceException illegalStatus(String message) {
    return new ServiceException("IllegalStatusException", 400, message);
  }

  public static ServiceException managed(RuleReference rule) {
    return new ServiceException(
        "ManagedRuleException",
        400,
        "Rule %s is managed by a service, and can be changed by it alone.".formatted(rule.name()));
  }
}
