package dev.hearth.identity.certificates;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// A server's private key with its certificate and those that lead from it to an authority.
///
/// @param chain the server's own first
record Credential(PrivateKey key, List<X509Certificate> chain) {
  private static final String PROOF = "the same key?";

  /// Reads PEM files, as authorities and `openssl` write them: the key in PKCS #8, PKCS #1 or SEC
  /// 1, without a password.
  ///
  /// @throws IllegalArgumentException where they are something else or do not belong together, in
  ///   words for whoever named them
  static Credential read(Path certificates, Path key) {
    var chain = new ArrayList<X509Certificate>();
    for (var object : objects(certificates)) {
      if (object instanceof X509CertificateHolder holder) {
        chain.add(certificate(holder, certificates));
      }
    }
    if (chain.isEmpty()) {
      throw new IllegalArgumentException(certificates + " holds no certificate in PEM");
    }
    var found = new Credential(key(key), chain);
    if (!found.belongTogether()) {
      throw new IllegalArgumentException(
          "the key in "
              + key
              + " is not that of the first certificate in "
              + certificates
              + " ("
              + chain.getFirst().getSubjectX500Principal()
              + ")");
    }
    return found;
  }

  private static X509Certificate certificate(X509CertificateHolder holder, Path file) {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " holds a certificate that cannot be read", e);
    }
  }

  private static PrivateKey key(Path file) {
    try {
      for (var object : objects(file)) {
        switch (object) {
          case PEMKeyPair pair -> {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo info -> {
            return new JcaPEMKeyConverter().getPrivateKey(info);
          }
          case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
              throw new IllegalArgumentException(
                  "the key in "
                      + file
                      + " has a password; write it without one, for only its"
                      + " owner to read");
          default -> {
            // such as the parameters of a curve
          }
        }
      }
    } catch (PEMException e) {
      throw new IllegalArgumentException(file + " holds a key that cannot be read", e);
    }
    throw new IllegalArgumentException(file + " holds no private key in PEM");
  }

  private static List<Object> objects(Path file) {
    try (var reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        var parser = new PEMParser(reader)) {
      var objects = new ArrayList<Object>();
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
      return objects;
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " cannot be read as PEM: " + e.getMessage(), e);
    }
  }

  private boolean belongTogether() {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // EdDSA signs under its own name
        };
    var proof = PROOF.getBytes(StandardCharsets.US_ASCII);
    try {
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(proof);
      var signature = signing.sign();
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(chain.getFirst().getPublicKey());
      verifying.update(proof);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// TLS 1.2 and 1.3 with this key.
  SSLContext context() {
    try {
      var password = new char[0]; // the store is in memory alone
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("server", key, password, chain.toArray(X509Certificate[]::new));
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, password);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot use the key for TLS", e);
    }
  }

  @Override
  public String toString() {
    return "Credential[" + chain.getFirst().getSubjectX500Principal() + "]"; // never the key
  }
}
