package dev.hearth.messaging.topics.delivery;

import dev.hearth.identity.certificates.Certificates;
import dev.hearth.identity.credentials.PrivateFile;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Signs what topics send, as SNS does: RSA over the fields of the notification.
///
/// The key and its certificate are made when they are first needed, which takes a moment, and kept
/// in a folder that only its owner may read.
public final class SigningKey {
  /// How the paths of certificates begin, as AWS's do.
  static final String PREFIX = "/SimpleNotificationService-";

  private static final int BITS = 2_048;
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(3_650);

  private final Path folder;
  private final SecureRandom random;
  private final InstantSource clock;
  private @Nullable Material material;

  /// @param folder of the part's own
  public SigningKey(Path folder, SecureRandom random, InstantSource clock) {
    this.folder = folder;
    this.random = random;
    this.clock = clock;
  }

  private record Material(PrivateKey key, String pem, String name) {}

  /// The certificate in PEM.
  Payload certificate() {
    return Payload.of(material().pem);
  }

  /// The certificate's path, as AWS forms it: `/SimpleNotificationService-<32 digits>.pem`.
  String certificatePath() {
    return material().name;
  }

  /// The signature in Base64.
  ///
  /// @param version `1` for SHA-1, `2` for SHA-256
  String sign(String version, String text) {
    try {
      var signature = Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
      signature.initSign(material().key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign", e);
    }
  }

  private synchronized Material material() {
    if (material == null) {
      try {
        material = load();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot use the signing key in " + folder, e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot use the signing key in " + folder, e);
      }
    }
    return material;
  }

  private Material load() throws IOException, GeneralSecurityException {
    var keyFile = folder.resolve("signing.key");
    var certificateFile = folder.resolve("signing.pem");
    // The certificate is written last: without it, neither counts.
    if (!Files.exists(certificateFile)) {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS, random);
      make(generator.generateKeyPair(), keyFile, certificateFile);
    }
    var key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile)));
    var pem = Files.readString(certificateFile);
    var digest =
        MessageDigest.getInstance("SHA-256").digest(pem.getBytes(StandardCharsets.US_ASCII));
    var name = PREFIX + HexFormat.of().formatHex(digest, 0, 16) + ".pem";
    return new Material(key, pem, name);
  }

  private void make(KeyPair pair, Path keyFile, Path certificateFile)
      throws IOException, GeneralSecurityException {
    var certificate =
        new Certificates(random)
            .selfSigned(pair, "sns.amazonaws.com", clock.instant(), CERTIFICATE_VALIDITY);
    PrivateFile.write(keyFile, pair.getPrivate().getEncoded());
    PrivateFile.write(certificateFile, Certificates.pem(certificate));
  }
}
