package dev.hearth.messaging.topics;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.util.Optional;

/// The ARN of a platform application, `…:app/GCM/name`, or of a device that runs it,
/// `…:endpoint/GCM/name/uuid`.
///
/// @param platform such as `GCM`
/// @param application its name
/// @param endpoint the device's id; empty for the application itself
public record PlatformArn(
    AccountId account, Region region, String platform, String application, String endpoint) {

  /// What `text` names, or nothing where it is no such ARN.
  public static Optional<PlatformArn> find(String text) {
    var arn = Arn.parse(text).filter(found -> found.service().equals("sns"));
    if (arn.isEmpty()
        || !Region.isValid(arn.get().region())
        || !AccountId.isValid(arn.get().account())) {
      return Optional.empty();
    }
    var parts = arn.get().resource().split("/", -1);
    boolean application = parts.length == 3 && parts[0].equals("app");
    boolean endpoint = parts.length == 4 && parts[0].equals("endpoint");
    return application || endpoint
        ? Optional.of(
            new PlatformArn(
                new AccountId(arn.get().account()),
                new Region(arn.get().region()),
                parts[1],
                parts[2],
                endpoint ? parts[3] : ""))
        : Optional.empty();
  }

  public boolean isEndpoint() {
    return !endpoint.isEmpty();
  }

  /// The application that runs on the device.
  public PlatformArn ofApplication() {
    return new PlatformArn(account, region, platform, application, "");
  }

  @Override
  public String toString() {
    var resource =
        isEndpoint()
            ? "endpoint/" + platform + "/" + application + "/" + endpoint
            : "app/" + platform + "/" + application;
    return Arn.of("sns", region, account, resource).toString();
  }
}
