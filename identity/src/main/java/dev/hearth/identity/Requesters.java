package dev.hearth.identity;

import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.policy.Requester;
import dev.hearth.identity.policy.Requester.Kind;
import dev.hearth.wire.Caller;

/// Tells what a caller is from its ARN.
///
/// A service that calls in its own name, as when a bucket invokes a function, is a caller whose
/// `arn` is the service's principal, such as `s3.amazonaws.com`. Whom an identity provider vouches
/// for is a caller whose `arn` is the provider's.
final class Requesters {
  private Requesters() {}

  static Requester of(Caller caller) {
    var account = caller.account().digits();
    var kind = kind(caller);
    return switch (kind) {
      case SERVICE -> Requester.service(caller.arn());
      case FEDERATED, ANONYMOUS -> new Requester(kind, caller.arn(), caller.arn(), "");
      case ROOT, USER -> new Requester(kind, caller.arn(), caller.arn(), account);
      case SESSION -> new Requester(kind, caller.arn(), principalArn(caller), account);
    };
  }

  /// Of the role that a session is of, or of the user who federates.
  private static String principalArn(Caller caller) {
    var federating = caller.conditions().get(Session.FEDERATING_ARN);
    return federating != null
        ? federating
        : caller.conditions().getOrDefault("aws:PrincipalArn", caller.arn());
  }

  static boolean isService(Caller caller) {
    return kind(caller) == Kind.SERVICE;
  }

  /// As the condition key `aws:PrincipalType` has it.
  static String type(Caller caller) {
    return switch (kind(caller)) {
      case ROOT -> "Account";
      case USER -> "User";
      case SESSION -> "AssumedRole";
      case SERVICE -> "Service";
      case FEDERATED -> "FederatedUser";
      case ANONYMOUS -> "Anonymous";
    };
  }

  private static Kind kind(Caller caller) {
    var arn = caller.arn();
    if (arn.equals("*")) {
      return Kind.ANONYMOUS;
    }
    if (!arn.startsWith("arn:")) {
      return Kind.SERVICE;
    }
    if (arn.equals("arn:aws:iam::" + caller.account() + ":root")) {
      return Kind.ROOT;
    }
    if (arn.startsWith("arn:aws:iam::" + caller.account() + ":oidc-provider/")) {
      return Kind.FEDERATED;
    }
    return arn.startsWith("arn:aws:sts::") ? Kind.SESSION : Kind.USER;
  }
}
