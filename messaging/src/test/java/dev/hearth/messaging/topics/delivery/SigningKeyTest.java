package dev.hearth.messaging.topics.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  @TempDir private Path folder;

  private SigningKey key() {
    return new SigningKey(folder.resolve("topics"), new SecureRandom(), Clock.systemUTC());
  }

  @Test
  void theCertificateIsGoodAndVerifiesBothVersionsOfSignatures() throws Exception {
    var key = key();
    var pem = key.certificate();
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.bytes()));
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=sns.amazonaws.com");
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(key.certificatePath()).matches("/SimpleNotificationService-[0-9a-f]{32}\\.pem");

    for (var version : new String[] {"1", "2"}) {
      var verifier = Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
      verifier.initVerify(certificate);
      verifier.update("a text".getBytes(UTF_8));
      assertThat(verifier.verify(Base64.getDecoder().decode(key.sign(version, "a text")))).isTrue();
    }
  }

  @Test
  void theKeyOutlivesTheProcess() {
    var first = key();
    var path = first.certificatePath();

    assertThat(key().certificatePath()).isEqualTo(path);
    assertThat(key().sign("2", "x")).isEqualTo(first.sign("2", "x"));
  }
}
