package dev.hearth.secrets.parameters.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.parameters.ParameterPolicies;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.parameters.ParameterVersion;
import dev.hearth.wire.Call;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/// The version that a request makes, of what it says and, where it does not, of the version before.
record NewVersion(PutParameterRequest input, Optional<ParameterVersion> before) {
  private static final int STANDARD_CHARS = 4096;
  private static final int ADVANCED_CHARS = 8192;
  private static final Set<String> DATA_TYPES =
      Set.of("text", "aws:ec2:image", "aws:ssm:integration");

  /// @return with its content in the clear
  /// @throws ServiceException in Parameter Store's words
  ParameterVersion checked(Call call) {
    var type = type();
    var policies =
        input.policies() == null
            ? before.map(ParameterVersion::policies).orElse(ParameterPolicies.NONE)
            : ParameterPolicies.parse(input.policies());
    var tier = tier(policies);
    checkSize(tier);
    checkExpiration(policies, call.time());
    var pattern = kept(input.allowedPattern(), ParameterVersion::allowedPattern, "");
    checkPattern(pattern);
    var dataType = kept(input.dataType(), ParameterVersion::dataType, "text");
    checkDataType(type, dataType);
    return new ParameterVersion(
        before.map(ParameterVersion::number).orElse(0L) + 1,
        type,
        Payload.of(input.value()),
        keyId(type),
        kept(input.description(), ParameterVersion::description, ""),
        pattern,
        tier,
        policies,
        dataType,
        call.time(),
        call.caller().arn());
  }

  private String kept(
      @Nullable String given, Function<ParameterVersion, String> old, String usual) {
    return given != null ? given : before.map(old).orElse(usual);
  }

  private String type() {
    var given = input.typeAsString();
    if (before.isEmpty()) {
      if (given == null) {
        throw ParameterRefusals.validation(
            "A parameter type is required when you create a parameter.");
      }
      return given;
    }
    var old = before.get().type();
    if (given != null && !given.equals(old)) {
      throw ParameterRefusals.of(
          "HierarchyTypeMismatchException",
          "Parameter Store doesn't support changing a parameter type in a hierarchy. For example,"
              + " you can't change a parameter from a String type to a SecureString type. You must"
              + " create a new, unique parameter.");
    }
    return old;
  }

  private @Nullable String keyId(String type) {
    if (!type.equals(ParameterVersion.SECURE)) {
      if (input.keyId() != null) {
        throw ParameterRefusals.validation(
            "KeyId is valid for parameters of type SecureString only.");
      }
      return null;
    }
    var old = before.map(ParameterVersion::keyId).orElse(null);
    return Objects.requireNonNullElse(
        input.keyId(), Objects.requireNonNullElse(old, ParameterValues.DEFAULT_KEY));
  }

  private String tier(ParameterPolicies policies) {
    var given = input.tierAsString();
    boolean advancedBefore =
        before.map(ParameterVersion::tier).filter(ParameterVersion.ADVANCED::equals).isPresent();
    if (ParameterVersion.STANDARD.equals(given) && advancedBefore) {
      throw ParameterRefusals.validation(
          "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from"
              + " the advanced-parameter tier to the standard-parameter tier. If necessary, you can"
              + " delete the advanced parameter and recreate it as a standard parameter.");
    }
    boolean needsAdvanced = input.value().length() > STANDARD_CHARS || !policies.items().isEmpty();
    boolean advanced =
        advancedBefore
            || ParameterVersion.ADVANCED.equals(given)
            || ("Intelligent-Tiering".equals(given) && needsAdvanced);
    if (!advanced && !policies.items().isEmpty()) {
      throw ParameterRefusals.validation(
          "Parameter policies are supported only for parameters of the advanced-parameter tier.");
    }
    return advanced ? ParameterVersion.ADVANCED : ParameterVersion.STANDARD;
  }

  private void checkSize(String tier) {
    int size = Payload.of(input.value()).size();
    if (size == 0) {
      throw ParameterRefusals.validation("Parameter value can't be empty.");
    }
    if (tier.equals(ParameterVersion.STANDARD) && size > STANDARD_CHARS) {
      throw ParameterRefusals.validation(
          "Standard tier parameters support a maximum parameter value of 4096 characters. To create"
              + " a larger parameter value, upgrade the parameter to use the advanced-parameter"
              + " tier. For more information, see"
              + " https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");
    }
    if (size > ADVANCED_CHARS) {
      throw ParameterRefusals.validation(
          "Advanced tier parameters support a maximum parameter value of 8192 characters.");
    }
  }

  private void checkExpiration(ParameterPolicies policies, Instant now) {
    var expiration = policies.expiration();
    if (input.policies() != null && expiration != null && !expiration.isAfter(now)) {
      throw ParameterRefusals.of(
          "InvalidPolicyAttributeException", "Timestamp: a time in the future is expected.");
    }
  }

  private void checkPattern(String pattern) {
    if (pattern.isEmpty()) {
      return;
    }
    try {
      if (!Pattern.compile(pattern).matcher(input.value()).find()) {
        throw ParameterRefusals.of(
            "ParameterPatternMismatchException",
            "Parameter value, cannot be validated against allowedPattern: " + pattern);
      }
    } catch (PatternSyntaxException _) {
      throw ParameterRefusals.of(
          "InvalidAllowedPatternException",
          "The request doesn't meet the regular expression requirement.");
    }
  }

  private void checkDataType(String type, String dataType) {
    if (!DATA_TYPES.contains(dataType)) {
      throw ParameterRefusals.validation(
          "The following data type is not supported: "
              + dataType
              + " (Data type names are all lowercase.)");
    }
    if (dataType.equals("aws:ec2:image")
        && !(type.equals(ParameterVersion.STRING)
            && input.value().matches("ami-[0-9a-f]{8}(?:[0-9a-f]{9})?"))) {
      throw ParameterRefusals.validation(
          "The data type aws:ec2:image takes a String that is the ID of an image.");
    }
  }
}
