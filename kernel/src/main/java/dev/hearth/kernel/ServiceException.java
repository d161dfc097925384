package dev.hearth.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A refusal that the caller of an API sees: AWS's error code, HTTP status and a message.
///
/// It means that an unmet precondition stopped the operation; a function that failed is an ordinary
/// result instead. The wire renders it in the protocol of the request. Where the service's model
/// knows the code, the model's status wins over [#status()].
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient Map<String, String> members = new LinkedHashMap<>();

  /// @param code the code on the wire, such as `ResourceNotFoundException`
  /// @param status 400 to 599
  /// @param message what was wrong and what was expected, for the caller to read
  public ServiceException(String code, int status, String message) {
    this(code, status, message, null);
  }

  /// As above, with what caused it, which only the server's own log shows.
  public ServiceException(String code, int status, String message, @Nullable Throwable cause) {
    // A refusal of the caller's input is no bug of ours: it costs no stack trace.
    super(message, cause, false, status >= 500);
    this.code = code;
    this.status = (int) Require.between("status", status, 400, 599);
  }

  /// Adds a member that the error's shape has beyond its message, such as Lambda's `Type`.
  public ServiceException with(String member, String value) {
    members.put(member, value);
    return this;
  }

  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  /// Further members by name, in the order they were added.
  public Map<String, String> members() {
    return members;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
