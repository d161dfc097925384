package dev.hearth.identity.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes X.509 certificates, which the JDK has nothing public for. Source: RFC 5280.
public final class Certificates {
  private static final int SERIAL_BITS = 120;

  /// Clocks of clients differ.
  private static final Duration SLACK = Duration.ofHours(1);

  private final SecureRandom random;

  public Certificates(SecureRandom random) {
    this.random = random;
  }

  /// Who signs.
  ///
  /// @param name its subject, such as `CN=Hearth`
  record Issuer(X500Principal name, PublicKey publicKey, PrivateKey key) {}

  /// A certificate that a key signs for itself, of no further use than to name the key.
  ///
  /// @param commonName of subject and issuer
  public X509Certificate selfSigned(
      KeyPair pair, String commonName, Instant from, Duration validity) {
    var name = new X500Principal("CN=" + commonName);
    var issuer = new Issuer(name, pair.getPublic(), pair.getPrivate());
    return signed(builder(issuer, name, pair.getPublic(), from, validity), issuer);
  }

  /// The certificate of an authority, which may sign those of servers and nothing else.
  X509Certificate authority(Issuer issuer, Instant from, Duration validity) {
    var builder = builder(issuer, issuer.name(), issuer.publicKey(), from, validity);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder, issuer);
  }

  /// A server's certificate.
  ///
  /// @param names host names, with a star as the first label where any may stand, and addresses
  X509Certificate server(
      Issuer issuer, PublicKey key, List<String> names, Instant from, Duration validity) {
    var subject = new X500Principal("CN=" + names.getFirst());
    var builder = builder(issuer, subject, key, from, validity);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      var alternatives = names.stream().map(Certificates::alternative);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(alternatives.toArray(GeneralName[]::new)));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder, issuer);
  }

  private static GeneralName alternative(String name) {
    boolean address = name.contains(":") || name.chars().allMatch(c -> c == '.' || c <= '9');
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  /// The name of an address in a certificate.
  static String name(InetAddress address) {
    var text = address.getHostAddress();
    var zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  private JcaX509v3CertificateBuilder builder(
      Issuer issuer, X500Principal subject, PublicKey key, Instant from, Duration validity) {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.name(),
            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
            Date.from(from.minus(SLACK)),
            Date.from(from.plus(validity)),
            subject,
            key);
    try {
      var identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer.publicKey()));
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("this Java cannot make certificates", e);
    }
    return builder;
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder, Issuer issuer) {
    var algorithm = issuer.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      var signer =
          new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(issuer.key());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make certificates", e);
    }
  }

  /// A new key for an authority or a server: ECDSA over P-256.
  KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make keys", e);
    }
  }

  /// Certificates or private keys in PEM, one after the other.
  public static byte[] pem(Object... objects) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      for (var object : objects) {
        writer.writeObject(
            object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
