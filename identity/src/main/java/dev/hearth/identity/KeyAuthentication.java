package dev.hearth.identity;

import dev.hearth.identity.credentials.AccessKeySecrets;
import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.credentials.SessionTokens;
import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.GenerationCache;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Authentication;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds keys: users' in the store, temporary ones in the token that comes with them, developers'
/// by convention. On the path of every request, so from memory.
final class KeyAuthentication implements Authentication {
  private record SessionKey(String accessKeyId, String token) {}

  private record OpenSession(Session session, Key key) {}

  private final IamStore store;
  private final Principals principals;
  private final AccessKeySecrets secrets;
  private final SessionTokens tokens;
  private final @Nullable DeveloperKeys developers;
  private final InstantSource clock;
  private final GenerationCache<String, Key> users;
  private final GenerationCache<SessionKey, OpenSession> sessions;
  private final GenerationCache<String, Key> developerKeys;

  /// @param developers null where their keys are not accepted
  KeyAuthentication(
      IamStore store,
      Principals principals,
      AccessKeySecrets secrets,
      SessionTokens tokens,
      @Nullable DeveloperKeys developers,
      InstantSource clock) {
    this.store = store;
    this.principals = principals;
    this.secrets = secrets;
    this.tokens = tokens;
    this.developers = developers;
    this.clock = clock;
    this.users = new GenerationCache<>(store, this::loadUser);
    this.sessions = new GenerationCache<>(store, this::loadSession);
    this.developerKeys = new GenerationCache<>(store, this::loadDeveloper);
  }

  @Override
  public Optional<Key> find(String accessKeyId, @Nullable String sessionToken) {
    if (developers != null && developers.account(accessKeyId).isPresent()) {
      return developerKeys.get(accessKeyId); // whatever the token: emulators ignore it
    }
    return sessionToken == null
        ? users.get(accessKeyId)
        : sessions.get(new SessionKey(accessKeyId, sessionToken)).map(this::unexpired);
  }

  private Key unexpired(OpenSession open) {
    if (!clock.instant().isBefore(open.session().expiration())) {
      throw new ServiceException(
          "ExpiredTokenException", 403, "The security token included in the request is expired");
    }
    return open.key();
  }

  private Optional<Key> loadUser(String accessKeyId) {
    return store.accessKey(accessKeyId).filter(AccessKey::active).flatMap(this::key);
  }

  private Optional<Key> key(AccessKey key) {
    var secret = secrets.open(key.id(), key.sealedSecret());
    return principals
        .find(key.account(), key.userId())
        .map(user -> new Key(secret, Callers.user(user, key.id())));
  }

  private Optional<OpenSession> loadSession(SessionKey key) {
    return tokens
        .open(key.accessKeyId(), key.token())
        .flatMap(
            session ->
                principals
                    .find(session.account(), session.principalId())
                    .map(
                        principal ->
                            new OpenSession(
                                session,
                                new Key(session.secret(), Callers.session(principal, session)))));
  }

  private Optional<Key> loadDeveloper(String accessKeyId) {
    if (developers == null) {
      return Optional.empty();
    }
    var account = developers.account(accessKeyId).orElseThrow();
    var user = developers.administrator(account);
    return principals
        .find(account, user.id())
        .map(principal -> new Key(DeveloperKeys.SECRET, Callers.user(principal, accessKeyId)));
  }
}
