package dev.hearth.wire.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import javax.crypto.Mac;

/// Keys derived from secrets for a day, a region and a service; each costs four HMACs, so those in
/// use are kept.
final class SigningKeys {
  private static final int MOST = 10_000;

  private final LoadingCache<Origin, SigningKey> keys =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(Duration.ofHours(1))
          .build(SigningKeys::derive);

  SigningKey get(String secret, CredentialScope scope) {
    return keys.get(new Origin(secret, scope));
  }

  private static SigningKey derive(Origin origin) {
    var scope = origin.scope();
    var key = ("AWS4" + origin.secret()).getBytes(UTF_8);
    for (var part : new String[] {scope.date(), scope.region(), scope.service()}) {
      key = Digests.hmac(key).doFinal(part.getBytes(UTF_8));
    }
    key = Digests.hmac(key).doFinal(CredentialScope.TERMINATOR.getBytes(UTF_8));
    return new SigningKey(Digests.hmac(key));
  }

  private record Origin(String secret, CredentialScope scope) {
    @Override
    public String toString() {
      return "Origin[" + scope + "]"; // never the secret
    }
  }

  /// Signs strings.
  static final class SigningKey {
    private final Mac keyed;

    private SigningKey(Mac keyed) {
      this.keyed = keyed;
    }

    byte[] sign(String text) {
      try {
        // A clone has the key's blocks hashed already; the original is never fed.
        return ((Mac) keyed.clone()).doFinal(text.getBytes(UTF_8));
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e); // the JDK's HMAC can be cloned
      }
    }
  }
}
