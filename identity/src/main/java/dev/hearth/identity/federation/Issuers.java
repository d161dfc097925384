package dev.hearth.identity.federation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.hearth.identity.store.OidcProvider;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.outbound.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// The servers of issuers: asks them for their keys, over HTTPS, and keeps those for a while.
///
/// Whoever has a token, good or bad, can have an issuer asked; so one is asked by one at a time,
/// anew for a key that it did not publish at most every half minute, and after a failure at most
/// every five seconds. No redirect is followed.
///
/// Source: OpenID Connect Discovery 1.0, sections 4 and 7.
public final class Issuers {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration BETWEEN_ASKING = Duration.ofSeconds(30);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final int MOST_DOCUMENT_BYTES = 64 * 1024;
  private static final int MOST_KEYS_BYTES = 256 * 1024;
  private static final int MOST_ISSUERS = 1_000;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  /// Thumbprints belong to it: what one account trusts is nothing to another.
  private record Id(AccountId account, String issuer, List<String> thumbprints) {}

  private static final class Known {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable PublishedKeys keys;
    Instant published = Instant.MIN; // when the keys were
    @Nullable ServiceException failure;
    Instant asked = Instant.MIN;
  }

  private final OutboundHttp http;
  private final InstantSource clock;
  private final LoadingCache<Id, Known> known =
      Caffeine.newBuilder().maximumSize(MOST_ISSUERS).build(_ -> new Known());

  /// @param http reaches the issuers that may be reached
  public Issuers(OutboundHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /// The key that the issuer publishes for tokens with this header.
  ///
  /// @throws ServiceException `IDPCommunicationError` where the issuer does not answer,
  ///   `InvalidIdentityToken` where it has no such key, or its answer is none
  JWK key(OidcProvider provider, JWSHeader header) {
    var issuer =
        known.get(new Id(provider.entity().account(), provider.issuer(), provider.thumbprints()));
    issuer.lock.lock();
    try {
      var key = keys(issuer, provider, KEPT).find(header);
      if (key.isEmpty()) {
        key = keys(issuer, provider, BETWEEN_ASKING).find(header); // perhaps it is a new one
      }
      return key.orElseThrow(
          () ->
              new ServiceException(
                  "InvalidIdentityToken",
                  400,
                  "No key of the identity provider's fits the token's header."));
    } finally {
      issuer.lock.unlock();
    }
  }

  /// The thumbprint of the topmost certificate that the issuer's server shows.
  ///
  /// @param url the issuer
  /// @throws ServiceException `OpenIdIdpCommunicationError`
  public String thumbprint(String url) {
    var shown = new ShownChain();
    try {
      http.send(get(discovery(url)), 0, Thumbprints.factory(shown));
    } catch (IOException _) {
      // as must be: nobody was trusted
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be spoken", e);
    }
    try {
      if (!shown.certificates().isEmpty()) {
        return Thumbprints.of(shown.certificates().getLast());
      }
    } catch (java.security.cert.CertificateEncodingException _) {
      // then it is as good as none
    }
    throw new ServiceException(
        "OpenIdIdpCommunicationError",
        400,
        "The identity provider's server could not be asked for its certificate; give its"
            + " thumbprint.");
  }

  /// @param notOlder how long ago the issuer may have been asked
  private PublishedKeys keys(Known issuer, OidcProvider provider, Duration notOlder) {
    var now = clock.instant();
    var keys = issuer.keys;
    if (keys != null && now.isBefore(issuer.published.plus(notOlder))) {
      return keys;
    }
    if (issuer.failure != null && now.isBefore(issuer.asked.plus(AFTER_FAILURE))) {
      throw issuer.failure;
    }
    issuer.asked = now;
    try {
      var asked = ask(provider);
      issuer.failure = null;
      issuer.keys = asked;
      issuer.published = now;
      return asked;
    } catch (ServiceException e) {
      issuer.failure = e;
      throw e;
    }
  }

  private PublishedKeys ask(OidcProvider provider) {
    try {
      var trust = new Thumbprints(provider.thumbprints()).sockets();
      var document = fetch(discovery(provider.issuer()), MOST_DOCUMENT_BYTES, trust);
      var metadata = PublishedKeys.object(document);
      if (!provider.issuer().equals(JSONObjectUtils.getString(metadata, "issuer"))) {
        throw unusable("Its discovery document is another issuer's.");
      }
      var keys = JSONObjectUtils.getString(metadata, "jwks_uri");
      if (keys == null || !keys.startsWith(OidcProvider.SCHEME)) {
        throw unusable("Its discovery document names no jwks_uri of https.");
      }
      return PublishedKeys.parse(fetch(URI.create(keys), MOST_KEYS_BYTES, trust));
    } catch (ParseException | IllegalArgumentException e) {
      throw unusable("Its answer cannot be read.");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be spoken", e);
    }
  }

  private String fetch(URI url, int most, SSLSocketFactory trust) {
    if (url.getHost() == null) {
      throw unusable("Its discovery document names no host.");
    }
    try {
      var answer = http.send(get(url), most + 1, trust);
      if (answer.status() != 200) {
        throw unreachable("It answered " + answer.status() + ".");
      }
      if (answer.body().size() > most) {
        throw unusable("Its answer has more than " + most + " bytes.");
      }
      return answer.body().text();
    } catch (IOException _) {
      // No more words: they would tell about the network to whoever has no more than a token.
      throw unreachable("It did not answer, or its certificate is not trusted.");
    }
  }

  private static OutboundHttp.Request get(URI url) {
    return new OutboundHttp.Request(
        "GET", url, Map.of("Accept", "application/json"), Payload.EMPTY);
  }

  private static URI discovery(String issuer) {
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + DISCOVERY);
  }

  private static ServiceException unreachable(String why) {
    return new ServiceException(
        "IDPCommunicationError", 400, "The identity provider could not be asked. " + why);
  }

  private static ServiceException unusable(String why) {
    return new ServiceException(
        "InvalidIdentityToken",
        400,
        "Couldn't retrieve verification key from your identity provider. " + why);
  }
}
