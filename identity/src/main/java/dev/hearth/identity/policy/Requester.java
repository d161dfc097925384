package dev.hearth.identity.policy;

/// Who asks, as a `Principal` element can name them.
///
/// @param kind what they are
/// @param name an ARN, of the session for a session; a service's or a federation's name
/// @param principalArn of the user, of the role that the session is of, or of the user who
///   federates; else as `name`
/// @param account twelve digits; empty for services
public record Requester(Kind kind, String name, String principalArn, String account) {
  /// What can ask.
  public enum Kind {
    /// The root of an account.
    ROOT,
    /// An IAM user.
    USER,
    /// A session of a role.
    SESSION,
    /// A service, such as `lambda.amazonaws.com`.
    SERVICE,
    /// Whom an identity provider vouches for; the name is the provider's ARN.
    FEDERATED,
    /// Whoever sends no signature.
    ANONYMOUS
  }

  /// Whether nothing but a resource's own policy can let it in.
  public boolean hasNoPolicies() {
    return switch (kind) {
      case SERVICE, FEDERATED, ANONYMOUS -> true;
      case ROOT, USER, SESSION -> false;
    };
  }

  /// A service that acts by itself.
  public static Requester service(String name) {
    return new Requester(Kind.SERVICE, name, name, "");
  }
}
