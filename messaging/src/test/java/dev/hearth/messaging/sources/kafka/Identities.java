package dev.hearth.messaging.sources.kafka;

import dev.hearth.identity.certificates.Certificates;
import dev.hearth.identity.certificates.LocalAuthority;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// A server's certificate, in files, and a client's, as secrets hold it.
public final class Identities {
  private String client = "";
  private String clientKey = "";

  /// Writes `ca.pem`, `server.pem` and `server.key`.
  public void make(Path folder) throws GeneralSecurityException {
    var random = new SecureRandom();
    var _ =
        new LocalAuthority(folder, random, InstantSource.system())
            .tls(InetAddress.getLoopbackAddress(), List.of());
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    var pair = generator.generateKeyPair();
    var certificate =
        new Certificates(random).selfSigned(pair, "client", Instant.now(), Duration.ofDays(1));
    client = pem("CERTIFICATE", certificate.getEncoded());
    clientKey = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private static String pem(String type, byte[] bytes) {
    var text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, text, type);
  }

  public String client() {
    return client;
  }

  public String clientKey() {
    return clientKey;
  }
}
