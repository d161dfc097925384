package dev.hearth.identity.certificates;

import dev.hearth.wire.http.Tls;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// TLS with a certificate and a key in files, which may be replaced at any time: connections that
/// begin a second later have the new ones. Files that do not fit are told of in the log, and the
/// old ones stay in use.
public final class CertificateFiles implements Tls {
  private static final System.Logger LOG = System.getLogger(CertificateFiles.class.getName());
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final String[] PROTOCOLS = {"h2", "http/1.1"};

  private final Path certificates;
  private final Path key;
  private final InstantSource clock;
  private SSLContext context;
  private Stamp stamp;
  private Instant looked;

  private record Stamp(FileTime certificates, FileTime key) {}

  /// @param certificates in PEM, the server's first
  /// @param key in PEM
  /// @throws IllegalArgumentException where they cannot be used, in words for whoever named them
  public CertificateFiles(Path certificates, Path key, InstantSource clock) {
    this.certificates = certificates;
    this.key = key;
    this.clock = clock;
    this.looked = clock.instant();
    this.stamp = stamp();
    this.context = Credential.read(certificates, key).context();
  }

  @Override
  public SSLEngine engine() {
    var engine = current().createSSLEngine();
    engine.setUseClientMode(false);
    var parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(PROTOCOLS);
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private synchronized SSLContext current() {
    var now = clock.instant();
    if (now.isBefore(looked.plus(LOOK_AGAIN))) {
      return context;
    }
    looked = now;
    try {
      var seen = stamp();
      if (!seen.equals(stamp)) {
        stamp = seen;
        context = Credential.read(certificates, key).context();
        LOG.log(Level.INFO, "TLS uses the new certificate in " + certificates);
      }
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "TLS goes on with the certificate it has: " + e.getMessage());
    }
    return context;
  }

  private Stamp stamp() {
    try {
      return new Stamp(Files.getLastModifiedTime(certificates), Files.getLastModifiedTime(key));
    } catch (IOException e) {
      throw new IllegalArgumentException("there is no file " + e.getMessage(), e);
    }
  }
}
