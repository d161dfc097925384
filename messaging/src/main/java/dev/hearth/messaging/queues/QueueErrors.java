package dev.hearth.messaging.queues;

import dev.hearth.kernel.ServiceException;

/// The refusals of SQS that more than one place gives, by their codes in the API.
public final class QueueErrors {
  private QueueErrors() {}

  public static ServiceException noSuchQueue() {
    return new ServiceException("QueueDoesNotExist", 400, "The specified queue does not exist.");
  }

  public static ServiceException invalidParameter(String message) {
    return new ServiceException("InvalidParameterValue", 400, message);
  }

  /// `Value 901 for parameter DelaySeconds is invalid. Reason: …`
  public static ServiceException invalidParameter(String value, String name, String reason) {
    return invalidParameter(
        "Value %s for parameter %s is invalid. Reason: %s".formatted(value, name, reason));
  }

  public static ServiceException missingParameter(String name) {
    return new ServiceException(
        "MissingParameter", 400, "The request must contain the parameter " + name + ".");
  }

  static ServiceException invalidHandle() {
    return new ServiceException(
        "ReceiptHandleIsInvalid", 404, "The input receipt handle is invalid.");
  }
}
