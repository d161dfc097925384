package dev.hearth.secrets.keys;

import dev.hearth.kernel.ServiceException;

/// KMS's refusals, in its words.
public final class KmsErrors {
  private KmsErrors() {}

  public static ServiceException validation(String message) {
    return new ServiceException("ValidationException", 400, message);
  }

  public static ServiceException unsupported(String message) {
    return new ServiceException("UnsupportedOperationException", 400, message);
  }

  public static ServiceException notFound(Object arn) {
    return new ServiceException(
        "NotFoundException",
        400,
        arn.toString().contains(":alias/")
            ? "Alias " + arn + " is not found."
            : "Key '" + arn + "' does not exist");
  }

  static ServiceException invalidCiphertext() {
    return new ServiceException("InvalidCiphertextException", 400, "The ciphertext is invalid.");
  }

  static ServiceException disabled(KmsKey key) {
    return new ServiceException("DisabledException", 400, key.arn() + " is disabled.");
  }

  public static ServiceException pendingDeletion(KmsKey key) {
    return new ServiceException(
        "KMSInvalidStateException", 400, key.arn() + " is pending deletion.");
  }

  public static ServiceException invalidUsage(KmsKey key, String operation) {
    return new ServiceException(
        "InvalidKeyUsageException",
        400,
        key.arn() + " key usage is " + key.usage() + " which is not valid for " + operation + ".");
  }

  public static ServiceException limit(String message) {
    return new ServiceException("LimitExceededException", 400, message);
  }
}
