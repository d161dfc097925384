package dev.hearth.identity.federation;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts servers whose certificates an authority of the JDK's signed, and otherwise those that
/// show a certificate of a known thumbprint from which their own is rightly derived.
///
/// Source: IAM User Guide, "Obtain the thumbprint for an OpenID Connect identity provider".
final class Thumbprints extends X509ExtendedTrustManager {
  private final List<String> known;
  private final X509ExtendedTrustManager authorities;

  /// @param known SHA-1 in lower-case hexadecimal
  Thumbprints(List<String> known) throws GeneralSecurityException {
    this.known = List.copyOf(known);
    this.authorities = manager(null);
  }

  /// TLS for clients that trust so.
  SSLSocketFactory sockets() throws GeneralSecurityException {
    return factory(this);
  }

  static SSLSocketFactory factory(TrustManager trust) throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return context.getSocketFactory();
  }

  static String of(X509Certificate certificate) throws CertificateEncodingException {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      authorities.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      anchored(chain, e).checkServerTrusted(chain, authType, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      authorities.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      anchored(chain, e).checkServerTrusted(chain, authType, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("whom the certificate must name is not known");
  }

  /// What trusts the known certificate of the chain, and so checks the way from it to the server's.
  private X509ExtendedTrustManager anchored(X509Certificate[] chain, CertificateException otherwise)
      throws CertificateException {
    for (var certificate : chain) {
      if (known.contains(of(certificate))) {
        return manager(certificate);
      }
    }
    throw otherwise;
  }

  /// @param anchor the only one; null for the JDK's authorities
  private static X509ExtendedTrustManager manager(@Nullable X509Certificate anchor)
      throws CertificateException {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(anchor == null ? null : store(anchor));
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (java.security.KeyStoreException | java.security.NoSuchAlgorithmException e) {
      throw new CertificateException("certificates cannot be checked", e);
    }
  }

  private static KeyStore store(X509Certificate anchor) throws CertificateException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("anchor", anchor);
      return store;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new CertificateException("a certificate cannot be trusted", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
