package dev.hearth.identity.policy;

import dev.hearth.identity.policy.Requester.Kind;

/// One entry of a `Principal` element.
///
/// @param type `AWS`, `Service`, `Federated` or `CanonicalUser`
/// @param value an ARN, an account, a name, or `*`
record PrincipalPattern(String type, String value) {

  Reach reach(Requester requester) {
    return switch (type) {
      case "AWS" -> reachOfPrincipal(requester);
      case "Service" ->
          requester.kind() == Kind.SERVICE && value.equals(requester.name())
              ? Reach.DIRECT
              : Reach.NONE;
      case "Federated" ->
          requester.kind() == Kind.FEDERATED && value.equals(requester.name())
              ? Reach.DIRECT
              : Reach.NONE;
      default -> Reach.NONE;
    };
  }

  private Reach reachOfPrincipal(Requester requester) {
    if (value.equals("*")) {
      return requester.hasNoPolicies() ? Reach.DIRECT : Reach.ROLE;
    }
    if (requester.hasNoPolicies()) {
      return Reach.NONE;
    }
    if (value.equals(requester.name())) {
      return Reach.DIRECT;
    }
    if (value.equals(requester.account())
        || value.equals("arn:aws:iam::" + requester.account() + ":root")) {
      return requester.kind() == Kind.ROOT ? Reach.DIRECT : Reach.ACCOUNT;
    }
    return value.equals(requester.principalArn()) ? Reach.ROLE : Reach.NONE;
  }
}
