package dev.hearth.messaging.schedules;

import dev.hearth.kernel.ServiceException;

/// What EventBridge Scheduler refuses.
public final class ScheduleRefusals {
  private ScheduleRefusals() {}

  public static ServiceException invalid(String message) {
    return new ServiceException("ValidationException", 400, message);
  }

  /// @param what such as `Schedule nightly`
  public static ServiceException notFound(String what) {
    return new ServiceException("ResourceNotFoundException", 404, what + " does not exist.");
  }

  /// @param what such as `Schedule nightly`
  public static ServiceException exists(String what) {
    return new ServiceException("ConflictException", 409, what + " already exists.");
  }

  public static ServiceException tooMany(String what) {
    return new ServiceException(
        "ServiceQuotaExceededException", 402, "The account has too many " + what + ".");
  }
}
