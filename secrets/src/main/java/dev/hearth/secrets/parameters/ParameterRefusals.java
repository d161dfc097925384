package dev.hearth.secrets.parameters;

import dev.hearth.kernel.ServiceException;

/// Parameter Store's refusals, in its words.
public final class ParameterRefusals {
  private ParameterRefusals() {}

  public static ServiceException of(String code, String message) {
    return new ServiceException(code, 400, message);
  }

  public static ServiceException validation(String message) {
    return of("ValidationException", message);
  }

  /// AWS sends no text with it.
  public static ServiceException notFound(String name) {
    return of("ParameterNotFound", "Parameter " + name + " not found.");
  }

  public static ServiceException versionNotFound(String name, Object version) {
    return of(
        "ParameterVersionNotFound",
        "Systems Manager could not find version "
            + version
            + " of "
            + name
            + ". Verify the version and try again.");
  }

  /// Somebody else changed it at the same moment.
  public static ServiceException tooManyUpdates() {
    return of(
        "TooManyUpdates",
        "There are concurrent updates for a resource that supports one update at a time.");
  }
}
