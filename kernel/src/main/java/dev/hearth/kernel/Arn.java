package dev.hearth.kernel;

import java.util.Optional;

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// Region and account are empty where the service has none (`arn:aws:s3:::bucket`,
/// `arn:aws:iam::123456789012:role/x`). Source: AWS General Reference, "Amazon Resource Names".
///
/// @param partition always `aws` here
/// @param service such as `lambda`
/// @param region empty for global services
/// @param account twelve digits, or empty
/// @param resource all that follows the fifth colon, colons and slashes included
public record Arn(
    String partition, String service, String region, String account, String resource) {

  /// An ARN in a region and an account.
  public static Arn of(String service, Region region, AccountId account, String resource) {
    return new Arn("aws", service, region.name(), account.digits(), resource);
  }

  /// An ARN of a global service, such as IAM.
  public static Arn global(String service, AccountId account, String resource) {
    return new Arn("aws", service, "", account.digits(), resource);
  }

  /// Reads `text`, or answers nothing where it is not an ARN.
  public static Optional<Arn> parse(String text) {
    var parts = text.split(":", 6);
    return parts.length == 6 && parts[0].equals("arn") && !parts[5].isEmpty()
        ? Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
