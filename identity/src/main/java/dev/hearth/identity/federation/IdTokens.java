package dev.hearth.identity.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hearth.identity.store.OidcProvider;
import dev.hearth.kernel.ServiceException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Proves ID tokens: the signature by the issuer's published keys, then what they say.
///
/// Source: OpenID Connect Core 1.0, section 3.1.3.7; the API's page of AssumeRoleWithWebIdentity.
public final class IdTokens {
  /// Public keys only: a secret that an issuer publishes is none.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /// How much clocks may differ.
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final int MOST_CHARS = 255;

  private final Issuers issuers;
  private final InstantSource clock;

  public IdTokens(Issuers issuers, InstantSource clock) {
    this.issuers = issuers;
    this.clock = clock;
  }

  /// Reads and proves a token.
  ///
  /// @param providers finds a provider by its issuer's URL without `https://`
  /// @throws ServiceException `InvalidIdentityToken`, `ExpiredTokenException`, `IDPRejectedClaim`,
  ///   `IDPCommunicationError`
  public IdToken verify(String token, Function<String, Optional<OidcProvider>> providers) {
    SignedJWT signed;
    JWTClaimsSet claims;
    try {
      signed = SignedJWT.parse(token);
      claims = signed.getJWTClaimsSet();
    } catch (ParseException | RuntimeException _) { // the parser has no one way to say no
      throw invalid("The token is not a signed JSON Web Token.");
    }
    if (claims == null || !ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
      throw invalid("The token is not signed with an algorithm of public keys: RS, PS or ES.");
    }
    var provider = provider(claims.getIssuer(), providers);
    requireTimes(claims); // before the issuer is asked anything
    var key = issuers.key(provider, signed.getHeader());
    if (!isSigned(signed, key)) {
      throw invalid("The token's signature is not the identity provider's.");
    }
    return Claims.read(
        claims, provider, required("sub", claims.getSubject()), client(claims, provider));
  }

  private static OidcProvider provider(
      @Nullable String issuer, Function<String, Optional<OidcProvider>> providers) {
    var wanted = required("iss", issuer);
    if (!wanted.startsWith(OidcProvider.SCHEME)) {
      throw invalid("The token's issuer is no URL of https.");
    }
    return providers
        .apply(wanted.substring(OidcProvider.SCHEME.length()))
        .filter(provider -> provider.issuer().equals(wanted))
        .orElseThrow(
            () -> invalid("No OpenIDConnect provider found in your account for " + wanted));
  }

  private void requireTimes(JWTClaimsSet claims) {
    var now = clock.instant();
    if (claims.getExpirationTime() == null || claims.getIssueTime() == null) {
      throw invalid("The token lacks a claim: it must have exp and iat.");
    }
    var end = claims.getExpirationTime().toInstant();
    if (!now.isBefore(end.plus(SKEW))) {
      throw new ServiceException(
          "ExpiredTokenException",
          400,
          "Token expired: current date/time %d must be before the expiration date/time %d"
              .formatted(now.getEpochSecond(), end.getEpochSecond()));
    }
    requirePast("iat", claims.getIssueTime(), now);
    if (claims.getNotBeforeTime() != null) {
      requirePast("nbf", claims.getNotBeforeTime(), now);
    }
  }

  private static void requirePast(String claim, Date time, Instant now) {
    if (time.toInstant().isAfter(now.plus(SKEW))) {
      throw new ServiceException(
          "IDPRejectedClaim", 403, "The token is not good yet: its " + claim + " is to come.");
    }
  }

  private static boolean isSigned(SignedJWT token, JWK key) {
    try {
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey curve -> new ECDSAVerifier(curve);
            default -> throw new IllegalStateException("a key of another kind was found");
          };
      return token.verify(verifier);
    } catch (JOSEException _) {
      return false; // a key that is none, or extensions that must be understood and are not
    }
  }

  /// The party that the token was issued to. Source: IAM User Guide, "Available keys for AWS OIDC
  /// federation": `azp` where there is one, else the only audience.
  private static String client(JWTClaimsSet claims, OidcProvider provider) {
    var audience = claims.getAudience();
    var party = claims.getClaim("azp");
    var client =
        party instanceof String azp ? azp : audience.size() == 1 ? audience.getFirst() : null;
    if (audience.isEmpty() || client == null || !provider.clientIds().contains(client)) {
      throw invalid("Incorrect token audience");
    }
    return client;
  }

  private static String required(String claim, @Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > MOST_CHARS) {
      throw invalid(
          "The token's claim %s has no value of 1 to %d characters.".formatted(claim, MOST_CHARS));
    }
    return value;
  }

  static ServiceException invalid(String message) {
    return new ServiceException("InvalidIdentityToken", 400, message);
  }
}
