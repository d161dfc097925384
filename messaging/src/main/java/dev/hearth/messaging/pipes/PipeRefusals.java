package dev.hearth.messaging.pipes;

import dev.hearth.kernel.ServiceException;

/// What EventBridge Pipes refuses.
public final class PipeRefusals {
  private PipeRefusals() {}

  public static ServiceException invalid(String message) {
    return new ServiceException("ValidationException", 400, message);
  }

  public static ServiceException notFound(String pipe) {
    return new ServiceException("NotFoundException", 404, "Pipe " + pipe + " does not exist.");
  }

  public static ServiceException exists(String pipe) {
    return new ServiceException("ConflictException", 409, "Pipe " + pipe + " already exists.");
  }

  /// Its state does not allow that.
  public static ServiceException state(String pipe, String state) {
    return new ServiceException("ConflictException", 409, "Pipe %s is %s.".formatted(pipe, state));
  }
}
