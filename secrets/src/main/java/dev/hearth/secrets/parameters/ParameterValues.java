package dev.hearth.secrets.parameters;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.ServiceKeys;
import dev.hearth.wire.Call;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Encrypts and decrypts the values of SecureStrings, in their callers' names. Source: KMS
/// Developer Guide, "How Parameter Store uses AWS KMS".
public final class ParameterValues {
  /// The key where none is named.
  public static final String DEFAULT_KEY = "alias/aws/ssm";

  private final ServiceKeys keys;

  public ParameterValues(ServiceKeys keys) {
    this.keys = keys;
  }

  private static Map<String, String> context(Arn parameter) {
    return Map.of("PARAMETER_ARN", parameter.toString());
  }

  /// Encrypts a value.
  ///
  /// @param keyId null for the service's own key
  /// @param tier by which AWS asks for another permission
  public Payload seal(
      Arn parameter, @Nullable String keyId, String tier, Payload value, Call call) {
    var action = tier.equals(ParameterVersion.ADVANCED) ? "kms:GenerateDataKey" : "kms:Encrypt";
    return inWords(
        () -> keys.encrypt(keys.key(keyId, call), action, value, context(parameter), call));
  }

  /// The value as an answer has it.
  ///
  /// @param decrypt where not, that of a SecureString stays encrypted, in Base64
  public String text(Arn parameter, ParameterVersion version, boolean decrypt, Call call) {
    if (!version.isSecure()) {
      return version.content().text();
    }
    return decrypt
        ? inWords(() -> keys.decrypt(version.content(), context(parameter), call)).text()
        : Base64.getEncoder().encodeToString(version.content().bytes());
  }

  /// Has a key's refusal, as of one that is disabled, be Parameter Store's own.
  private static <T> T inWords(Supplier<T> work) {
    try {
      return work.get();
    } catch (ServiceException e) {
      if (e.status() >= 500 || e.code().equals("AccessDeniedException")) {
        throw e;
      }
      throw ParameterRefusals.of("InvalidKeyId", e.getMessage());
    }
  }
}
