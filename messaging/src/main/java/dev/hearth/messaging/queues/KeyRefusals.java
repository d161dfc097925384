package dev.hearth.messaging.queues;

import dev.hearth.kernel.ServiceException;

/// KMS's refusals as SQS tells them. Source: SQS API Reference, the errors of `SendMessage` and
/// `ReceiveMessage`; in the query protocol their codes are such as `KMS.NotFoundException`.
final class KeyRefusals {
  private KeyRefusals() {}

  static ServiceException inWords(ServiceException refusal) {
    var code =
        switch (refusal.code()) {
          case "AccessDeniedException" -> "KmsAccessDenied";
          case "NotFoundException" -> "KmsNotFound";
          case "DisabledException" -> "KmsDisabled";
          case "InvalidKeyUsageException" -> "KmsInvalidKeyUsage";
          // A key that is gone takes with it what it sealed.
          case "KMSInvalidStateException", "InvalidCiphertextException" -> "KmsInvalidState";
          default -> refusal.code();
        };
    return new ServiceException(code, 400, refusal.getMessage());
  }
}
