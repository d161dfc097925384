package dev.hearth.identity.store;

/// How large policies may be, in characters that are not white space.
///
/// Source: IAM User Guide, "IAM and AWS STS quotas".
public final class PolicySize {
  private static final int MANAGED = 6_144;
  private static final int TRUST = 2_048;

  private PolicySize() {}

  static int of(String document) {
    return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  /// All inline policies of one owner together.
  static int mostInline(EntityKind owner) {
    return switch (owner) {
      case USER -> 2_048;
      case GROUP -> 5_120;
      case ROLE -> 10_240;
      case POLICY, INSTANCE_PROFILE, OIDC_PROVIDER -> 0;
    };
  }

  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded`
  public static void checkManaged(String document) {
    check(document, "PolicySize", MANAGED);
  }

  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded`
  public static void checkTrust(String document) {
    check(document, "ACLSizePerRole", TRUST);
  }

  private static void check(String document, String quota, int most) {
    if (of(document) > most) {
      throw IamError.quota(quota, most);
    }
  }
}
