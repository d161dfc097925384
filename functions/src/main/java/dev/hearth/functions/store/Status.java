package dev.hearth.functions.store;

import org.jspecify.annotations.Nullable;

/// A version's state, or how its last update went.
///
/// @param value such as `Active` or `InProgress`
/// @param reason for a person to read
/// @param code one of Lambda's reason codes
public record Status(String value, @Nullable String reason, @Nullable String code) {
  /// States, as Lambda names them.
  public static final String PENDING = "Pending";

  public static final String ACTIVE = "Active";
  public static final String FAILED = "Failed";

  /// Values of the last update; `FAILED` is one as well.
  public static final String IN_PROGRESS = "InProgress";

  public static final String SUCCESSFUL = "Successful";

  /// Lambda's reason while a version is made ready, for states and updates alike.
  public static Status creating(String value) {
    return new Status(value, "The function is being created.", "Creating");
  }

  /// Nothing to explain, or no more than a note.
  public static Status of(String value, @Nullable String note) {
    return new Status(value, note, null);
  }

  /// Whether the value is this one.
  public boolean is(String other) {
    return value.equals(other);
  }
}
