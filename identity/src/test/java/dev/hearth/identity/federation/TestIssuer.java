package dev.hearth.identity.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hearth.identity.certificates.LocalAuthority;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpLimits;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// An issuer on this machine that speaks HTTPS, with a certificate that no public authority signed.
final class TestIssuer implements AutoCloseable {
  static final RSAKey RSA = rsa("rsa");
  static final RSAKey OTHER = rsa("other");
  static final ECKey EC = ec();
  static final String CLIENT = "a-client";

  private final HttpServer server;
  private final LocalAuthority authority;
  private final AtomicInteger asked = new AtomicInteger();
  final Map<String, HttpResponse> answers = new ConcurrentHashMap<>();

  TestIssuer(Path folder) throws IOException {
    authority = new LocalAuthority(folder, new SecureRandom(), Instant::now);
    var loopback = InetAddress.getLoopbackAddress();
    server =
        new HttpServer(
            loopback,
            0,
            authority.tls(loopback, List.of()),
            HttpLimits.DEFAULT,
            List.of(),
            this::answer);
    answers.put("/.well-known/openid-configuration", json(discovery(url(), url() + "/keys")));
    publish(RSA, EC);
  }

  private HttpResponse answer(HttpRequest request) {
    asked.incrementAndGet();
    return answers.getOrDefault(request.rawPath(), HttpResponse.empty(404));
  }

  static HttpResponse json(String text) {
    return HttpResponse.of(
        200, HttpHeaders.of("Content-Type", "application/json"), Payload.of(text));
  }

  static String discovery(String issuer, String keys) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, keys);
  }

  void publish(JWK... keys) {
    answers.put("/keys", json(new JWKSet(List.of(keys)).toString()));
  }

  String url() {
    return "https://localhost:" + server.port();
  }

  /// As condition keys begin.
  String name() {
    return url().substring("https://".length());
  }

  /// How often it was asked anything.
  int asked() {
    return asked.get();
  }

  /// Of its authority's certificate.
  String thumbprint() {
    try (var in = Files.newInputStream(authority.certificate())) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return Thumbprints.of((X509Certificate) certificate);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// What a good token says.
  JWTClaimsSet.Builder claims(Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .subject("repo:a/b")
        .audience(CLIENT)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  /// A good token, but for what `change` makes of it.
  String token(Instant now, UnaryOperator<JWTClaimsSet.Builder> change) {
    return sign(JWSAlgorithm.RS256, RSA, change.apply(claims(now)).build());
  }

  static String sign(JWSAlgorithm algorithm, JWK key, JWTClaimsSet claims) {
    try {
      var header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
      var token = new SignedJWT(header, claims);
      token.sign(
          key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner(key.toRSAKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2_048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /// So many keys.
  static List<JWK> copies(JWK key, int count) {
    var keys = new ArrayList<JWK>();
    for (int i = 0; i < count; i++) {
      keys.add(key);
    }
    return keys;
  }

  @Override
  public void close() {
    server.close();
  }
}
