package dev.hearth.functions.api;

import dev.hearth.kernel.ServiceException;
import java.util.regex.Pattern;

/// Constraints of Lambda's model, in its words. The wire checks most of them before an operation
/// runs; here are those that hold for functions but are looser in the model, or are missing there.
public final class Validation {
  private Validation() {}

  /// @param member as the model names it, with a small first letter
  public static int between(String member, int value, int least, int most) {
    if (value < least) {
      throw failed(member, value, "have value greater than or equal to " + least);
    }
    if (value > most) {
      throw failed(member, value, "have value less than or equal to " + most);
    }
    return value;
  }

  public static String atMost(String member, String value, int most) {
    if (value.length() > most) {
      throw failed(member, value, "have length less than or equal to " + most);
    }
    return value;
  }

  public static String matches(String member, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw failed(member, value, "satisfy regular expression pattern: " + pattern);
    }
    return value;
  }

  private static ServiceException failed(String member, Object value, String constraint) {
    return new ServiceException(
        "ValidationException",
        400,
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, member, constraint));
  }
}
