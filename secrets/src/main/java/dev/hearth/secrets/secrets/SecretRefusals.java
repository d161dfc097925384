package dev.hearth.secrets.secrets;

import dev.hearth.kernel.ServiceException;

/// Secrets Manager's refusals, in its words.
public final class SecretRefusals {
  private SecretRefusals() {}

  public static ServiceException notFound() {
    return missing("Secrets Manager can't find the specified secret.");
  }

  public static ServiceException missing(String message) {
    return new ServiceException("ResourceNotFoundException", 400, message);
  }

  public static ServiceException exists(String message) {
    return new ServiceException("ResourceExistsException", 400, message);
  }

  public static ServiceException invalidRequest(String message) {
    return new ServiceException("InvalidRequestException", 400, message);
  }

  public static ServiceException invalidParameter(String message) {
    return new ServiceException("InvalidParameterException", 400, message);
  }

  /// Refuses what a secret that goes is not asked any more.
  public static Secret staying(Secret secret) {
    if (secret.deletion() != null) {
      throw invalidRequest(
          "You can't perform this operation on the secret because it was marked for deletion.");
    }
    return secret;
  }
}
