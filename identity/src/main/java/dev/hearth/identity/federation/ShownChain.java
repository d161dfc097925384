package dev.hearth.identity.federation;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/// Looks at what a server shows, and trusts nobody.
final class ShownChain implements X509TrustManager {
  private volatile List<X509Certificate> chain = List.of();

  /// The server's own certificate first; empty where it has shown none.
  List<X509Certificate> certificates() {
    return chain;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    chain = List.of(shown);
    throw new CertificateException("enough is seen");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
