package dev.hearth.messaging.topics;

import dev.hearth.kernel.ServiceException;

/// SNS's errors, in its words.
public final class Refusals {
  private Refusals() {}

  /// @param what the parameter's name, and where it helps the reason
  public static ServiceException invalid(String what) {
    return new ServiceException("InvalidParameter", 400, "Invalid parameter: " + what);
  }

  /// Of message attributes, whose errors have a code of their own.
  public static ServiceException invalidValue(String message) {
    return new ServiceException("ParameterValueInvalid", 400, message);
  }

  public static ServiceException topicNotFound() {
    return new ServiceException("NotFound", 404, "Topic does not exist");
  }

  public static ServiceException subscriptionNotFound() {
    return new ServiceException("NotFound", 404, "Subscription does not exist");
  }

  public static ServiceException notFound(String message) {
    return new ServiceException("NotFound", 404, message);
  }

  /// Whoever asks owns neither the subscription nor its topic.
  public static ServiceException notOwner() {
    return new ServiceException("AuthorizationError", 403, "Not authorized");
  }
}
