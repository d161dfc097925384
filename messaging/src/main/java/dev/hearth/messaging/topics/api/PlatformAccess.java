package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.PlatformTable.Platform;
import dev.hearth.wire.Call;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The platform applications and devices that requests name.
final class PlatformAccess {
  /// What nobody is shown again.
  private static final Set<String> SECRETS = Set.of("PlatformCredential", "PlatformPrincipal");

  private static final int LARGEST_USER_DATA = 2_048;

  private PlatformAccess() {}

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter` for what is no application's ARN
  static PlatformArn application(Call call, String text) {
    return PlatformArn.find(text)
        .filter(arn -> !arn.isEndpoint() && isOwn(arn, call))
        .orElseThrow(() -> Refusals.invalid("PlatformApplicationArn"));
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter` for what is no device's ARN
  static PlatformArn endpoint(Call call, String text) {
    return PlatformArn.find(text)
        .filter(arn -> arn.isEndpoint() && isOwn(arn, call))
        .orElseThrow(() -> Refusals.invalid("EndpointArn"));
  }

  private static boolean isOwn(PlatformArn arn, Call call) {
    return arn.account().equals(call.account()) && arn.region().equals(call.region());
  }

  /// @throws dev.hearth.kernel.ServiceException `NotFound`
  static Platform found(Optional<Platform> platform) {
    return platform.orElseThrow(
        () -> Refusals.notFound("PlatformApplication or Endpoint does not exist"));
  }

  /// Those of an application that are no secret.
  static Map<String, String> shown(Map<String, String> attributes) {
    var shown = new TreeMap<>(attributes);
    shown.keySet().removeAll(SECRETS);
    return shown;
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter` for what no device has
  static void checkEndpoint(Map<String, String> attributes) {
    attributes.forEach(
        (name, value) -> {
          boolean good =
              switch (name) {
                case "Enabled" -> value.equals("true") || value.equals("false");
                case "Token" -> !value.isEmpty() && value.length() <= 4_096;
                case "CustomUserData" -> value.length() <= LARGEST_USER_DATA;
                default -> false;
              };
          if (!good) {
            throw Refusals.invalid("Attributes Reason: " + name);
          }
        });
  }
}
