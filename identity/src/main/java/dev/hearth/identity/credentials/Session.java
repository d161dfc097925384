package dev.hearth.identity.credentials;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a session token says; the token holds all of it, and nothing else is kept.
///
/// @param accessKeyId `ASIA…`; the token goes with no other
/// @param secret the secret access key
/// @param principalId the unique id of the role or user whose session it is
/// @param name of a role's session or of whom a user federates; empty for a user's own
/// @param policies what narrows the session: documents, or ARNs of managed policies
/// @param tags of the session
/// @param transitiveTags keys of those tags that sessions begun from this one inherit
/// @param sourceIdentity who began the first of a chain of sessions; empty where not said
/// @param federation condition keys that an identity provider's token gave it, such as
///   `aws:FederatedProvider`; empty for other sessions
public record Session(
    String accessKeyId,
    String secret,
    AccountId account,
    String principalId,
    String name,
    Instant issuedAt,
    Instant expiration,
    List<String> policies,
    Map<String, String> tags,
    List<String> transitiveTags,
    String sourceIdentity,
    Map<String, String> federation) {
  /// Beside AWS's condition keys of a caller: which of its tags are transitive, a key in a line.
  public static final String TRANSITIVE_TAGS = "hearth:TransitiveTagKeys";

  /// Beside AWS's condition keys of a federated caller: the unique id of the user who federates.
  public static final String FEDERATING_ID = "hearth:FederatingUserId";

  /// Beside AWS's condition keys of a federated caller: the ARN of the user who federates.
  public static final String FEDERATING_ARN = "hearth:FederatingUserArn";

  @Override
  public String toString() {
    return "Session[" + accessKeyId + "]"; // never the secret
  }
}
