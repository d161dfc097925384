package dev.hearth.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTokensTest extends WebIdentity {
  private String role = "";

  @BeforeEach
  void trust() {
    role = role(register(), "\"StringEquals\":{\"ISSUER:aud\":\"a-client\"}");
  }

  private void refused(String code, String text, String token) {
    refused(code, text, role, token);
  }

  private JWTClaimsSet claims() {
    return issuer.claims(cloud.now()).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"....", "a.b.c", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.", "bnVsbA.bnVsbA.AAAA"})
  void whatIsNoTokenIsRefused(String token) {
    refused("InvalidIdentityToken", "not a signed JSON Web Token", token);
    assertThat(issuer.asked()).isZero();
  }

  @Test
  void aTokenThatNobodySignedIsRefused() {
    refused("InvalidIdentityToken", "signed", new PlainJWT(claims()).serialize());
  }

  @Test
  void thePublicKeyIsNoSecretToSignWith() throws JOSEException {
    var publicKey = TestIssuer.RSA.toRSAPublicKey().getEncoded();
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build();
    var token = new SignedJWT(header, claims());
    token.sign(new MACSigner(publicKey));

    refused("InvalidIdentityToken", "algorithm of public keys", token.serialize());
    assertThat(issuer.asked()).isZero();
  }

  @Test
  void aHeaderThatClaimsAnotherAlgorithmIsRefused() {
    var good = issuer.token(cloud.now(), claims -> claims);
    var header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"alg\":\"ES256\",\"kid\":\"rsa\"}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    refused("InvalidIdentityToken", "No key", header + good.substring(good.indexOf('.')));
  }

  @Test
  void aTokenThatWasChangedIsRefused() {
    var good = issuer.token(cloud.now(), claims -> claims);
    var other = issuer.token(cloud.now(), claims -> claims.subject("repo:x/y"));
    var parts = good.split("\\.", 3);

    refused(
        "InvalidIdentityToken",
        "signature is not",
        parts[0] + "." + other.split("\\.", 3)[1] + "." + parts[2]);
  }

  @Test
  void anotherIssuersKeyIsNoKeyOfThisOne() {
    refused(
        "InvalidIdentityToken",
        "No key",
        TestIssuer.sign(JWSAlgorithm.RS256, TestIssuer.OTHER, claims()));
    var named = new RSAKey.Builder(TestIssuer.OTHER).keyID("rsa").build();
    refused(
        "InvalidIdentityToken",
        "signature is not",
        TestIssuer.sign(JWSAlgorithm.RS256, named, claims()));
  }

  @Test
  void aKeyThatATokenBringsAlongIsNotLookedAt() throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa")
            .jwk(TestIssuer.OTHER.toPublicJWK())
            .jwkURL(java.net.URI.create(issuer.url() + "/mine"))
            .build();
    var token = new SignedJWT(header, claims());
    token.sign(new RSASSASigner(TestIssuer.OTHER));

    refused("InvalidIdentityToken", "signature is not", token.serialize());
    assertThat(issuer.asked()).isEqualTo(2); // the discovery document and the keys
  }

  @Test
  void extensionsThatMustBeUnderstoodAreNot() throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa")
            .type(JOSEObjectType.JWT)
            .criticalParams(Set.of("http://example.com/x"))
            .customParam("http://example.com/x", 1)
            .build();
    var token = new SignedJWT(header, claims());
    token.sign(new RSASSASigner(TestIssuer.RSA));

    refused("InvalidIdentityToken", "signature is not", token.serialize());
  }

  @Test
  void anExpiredTokenIsRefusedBeforeTheIssuerIsAsked() {
    var now = cloud.now();
    var expired =
        issuer.token(now, claims -> claims.expirationTime(Date.from(now.minusSeconds(30))));

    refused("ExpiredTokenException", "Token expired: current date/time", expired);
    assertThat(issuer.asked()).isZero();
    assume(
        role, issuer.token(now, claims -> claims.expirationTime(Date.from(now.minusSeconds(29)))));
  }

  @Test
  void aTokenFromTheFutureIsRejected() {
    var now = cloud.now();
    refused(
        "IDPRejectedClaim",
        "its iat is to come",
        issuer.token(now, claims -> claims.issueTime(Date.from(now.plusSeconds(31)))));
    refused(
        "IDPRejectedClaim",
        "its nbf is to come",
        issuer.token(now, claims -> claims.notBeforeTime(Date.from(now.plusSeconds(31)))));
    assume(role, issuer.token(now, claims -> claims.notBeforeTime(Date.from(now.plusSeconds(30)))));
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    var now = cloud.now();
    for (var token :
        List.of(
            issuer.token(now, claims -> claims.audience("b-client")),
            issuer.token(now, claims -> claims.audience(List.of())),
            issuer.token(now, claims -> claims.audience(List.of("a-client", "b-client"))),
            issuer.token(now, claims -> claims.claim("azp", "b-client")))) {
      refused("InvalidIdentityToken", "Incorrect token audience", token);
    }
  }

  @Test
  void anIssuerIsNamedExactly() {
    for (var each : List.of(issuer.url() + "/", issuer.url().toUpperCase(java.util.Locale.ROOT))) {
      refused("InvalidIdentityToken", "", issuer.token(cloud.now(), claims -> claims.issuer(each)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "exp", "iat"})
  void aTokenWithoutWhatItMustSayIsRefused(String claim) {
    refused(
        "InvalidIdentityToken",
        "claim",
        issuer.token(cloud.now(), claims -> claims.claim(claim, null)));
  }

  @Test
  void aSubjectIsNoLongerThanItsConditionKeyMayBe() {
    refused(
        "InvalidIdentityToken",
        "sub",
        issuer.token(cloud.now(), claims -> claims.subject("x".repeat(256))));
  }

  @Test
  void aTokenOfDeepStructuresIsRefused() {
    var deep = "[".repeat(7_000);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    var payload =
        encoder.encodeToString(
            ("{\"a\":" + deep).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var header = issuer.token(cloud.now(), claims -> claims).split("\\.", 3)[0];

    refused("InvalidIdentityToken", "not a signed", header + "." + payload + ".AAAA");
  }

  static Stream<Object> wrongTags() {
    return Stream.of(
        Map.of("principal_tags", Map.of("team", List.of("a", "b"))),
        Map.of("principal_tags", Map.of("team", Map.of())),
        Map.of("principal_tags", Map.of("te\nam", List.of("a"))),
        Map.of("principal_tags", Map.of("team", List.of("x".repeat(257)))));
  }

  @ParameterizedTest
  @MethodSource("wrongTags")
  void tagsThatAreNoneAreRejected(Object tags) {
    refused(
        "IDPRejectedClaim",
        "tag",
        issuer.token(cloud.now(), claims -> claims.claim("https://aws.amazon.com/tags", tags)));
  }

  @Test
  void aSourceIdentityHasTheCharactersOfOne() {
    for (var each : List.of("x", "aws:x", "a b", "x".repeat(65))) {
      refused(
          "IDPRejectedClaim",
          "source identity",
          issuer.token(
              cloud.now(), claims -> claims.claim("https://aws.amazon.com/source_identity", each)));
    }
  }
}
