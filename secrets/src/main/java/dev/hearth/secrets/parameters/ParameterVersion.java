package dev.hearth.secrets.parameters;

import dev.hearth.kernel.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One value of a parameter, and what was said with it.
///
/// @param number 1 for the first
/// @param type `String`, `StringList` or `SecureString`
/// @param content UTF-8; of a SecureString what its key made of that
/// @param keyId as the request named it; null unless it is a SecureString
/// @param description empty for none
/// @param allowedPattern empty for none
/// @param tier `Standard` or `Advanced`
/// @param policies a JSON array
/// @param modifiedBy an ARN
public record ParameterVersion(
    long number,
    String type,
    Payload content,
    @Nullable String keyId,
    String description,
    String allowedPattern,
    String tier,
    ParameterPolicies policies,
    String dataType,
    Instant modified,
    String modifiedBy) {
  public static final String STRING = "String";
  public static final String LIST = "StringList";
  public static final String SECURE = "SecureString";
  public static final String STANDARD = "Standard";
  public static final String ADVANCED = "Advanced";

  /// The same with other content.
  public ParameterVersion with(Payload other) {
    return new ParameterVersion(
        number,
        type,
        other,
        keyId,
        description,
        allowedPattern,
        tier,
        policies,
        dataType,
        modified,
        modifiedBy);
  }

  /// Whether it is encrypted.
  public boolean isSecure() {
    return type.equals(SECURE);
  }
}
