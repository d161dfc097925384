package dev.hearth.identity.sts;

import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.credentials.SessionTokens;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.Credentials;

/// Begins sessions: draws a temporary key and seals its token.
public final class SessionIssuer {
  private final AwsIds ids;
  private final SessionTokens tokens;
  private final InstantSource clock;

  public SessionIssuer(AwsIds ids, SessionTokens tokens, InstantSource clock) {
    this.ids = ids;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// What a session is to be.
  ///
  /// @param principalId the unique id of the role or user
  /// @param name of a role's session or of whom a user federates; empty for a user's own
  /// @param sourceIdentity empty where not said
  /// @param federation condition keys that an identity provider's token gives it
  public record Wanted(
      AccountId account,
      String principalId,
      String name,
      Duration lifetime,
      List<String> policies,
      Map<String, String> tags,
      List<String> transitiveTags,
      String sourceIdentity,
      Map<String, String> federation) {
    /// A session that no identity provider vouches for.
    public Wanted(
        AccountId account,
        String principalId,
        String name,
        Duration lifetime,
        List<String> policies,
        Map<String, String> tags,
        List<String> transitiveTags,
        String sourceIdentity) {
      this(
          account,
          principalId,
          name,
          lifetime,
          policies,
          tags,
          transitiveTags,
          sourceIdentity,
          Map.of());
    }

    /// A session without policies or tags.
    public static Wanted plain(
        AccountId account, String principalId, String name, Duration lifetime) {
      return new Wanted(account, principalId, name, lifetime, List.of(), Map.of(), List.of(), "");
    }
  }

  /// A session that has begun, and its token.
  public record Issued(Session session, String token) {
    @Override
    public String toString() {
      return "Issued[" + session.accessKeyId() + "]"; // the token is as good as the secret
    }
  }

  public Issued issue(Wanted wanted) {
    var now = clock.instant();
    var session =
        new Session(
            ids.accessKeyId(AwsIds.TEMPORARY_KEY),
            ids.secret(),
            wanted.account(),
            wanted.principalId(),
            wanted.name(),
            now,
            now.plus(wanted.lifetime()),
            wanted.policies(),
            wanted.tags(),
            wanted.transitiveTags(),
            wanted.sourceIdentity(),
            wanted.federation());
    return new Issued(session, tokens.token(session));
  }

  /// As the API shows a new session.
  static Credentials view(Issued issued) {
    return Credentials.builder()
        .accessKeyId(issued.session().accessKeyId())
        .secretAccessKey(issued.session().secret())
        .sessionToken(issued.token())
        .expiration(issued.session().expiration())
        .build();
  }

  /// Refuses whoever is no user with a key of their own.
  ///
  /// @throws ServiceException `AccessDenied`
  static void requireUser(Call call) {
    var conditions = call.caller().conditions();
    if (!"User".equals(conditions.get("aws:PrincipalType"))
        || conditions.containsKey("aws:TokenIssueTime")) {
      throw new ServiceException(
          "AccessDenied", 403, "Cannot call " + call.operation() + " with session credentials");
    }
  }

  /// Refuses what only a caller with an MFA device could give; there are none yet.
  ///
  /// @throws ServiceException `AccessDenied`
  static void refuseMfa(@Nullable String serialNumber) {
    if (serialNumber != null) {
      throw new ServiceException(
          "AccessDenied",
          403,
          "MultiFactorAuthentication failed: there is no MFA device " + serialNumber + ".");
    }
  }
}
