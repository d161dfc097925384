package dev.hearth.functions.code;

import dev.hearth.kernel.ServiceException;

/// The refusals of an uploaded archive, in Lambda's words.
final class BadArchive {
  private BadArchive() {}

  /// The archive cannot be unpacked, and why, so that its maker can mend it.
  static ServiceException because(String reason) {
    return refusal(
        "Could not unzip uploaded file. Please check your file, then try to upload again. ("
            + reason
            + ")");
  }

  static ServiceException empty() {
    return refusal("Uploaded file must be a non-empty zip");
  }

  static ServiceException tooLarge(long maximumBytes) {
    return refusal("Unzipped size must be smaller than " + maximumBytes + " bytes");
  }

  private static ServiceException refusal(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message)
        .with("Type", "User");
  }
}
