package dev.hearth.server;

import dev.hearth.identity.certificates.CertificateFiles;
import dev.hearth.identity.certificates.LocalAuthority;
import dev.hearth.store.DataFolder;
import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.http.HttpLimits;
import dev.hearth.wire.http.HttpServer;
import dev.hearth.wire.http.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where requests come in: from clients as the operator wants it, and from this machine's own
/// functions and command line over loopback, in the clear. One listener does for both, unless it
/// speaks TLS or cannot be reached over loopback.
final class Listeners implements AutoCloseable {
  private final HttpServer outer;
  private final HttpServer inner;
  private final URI outside;
  private final URI inside;

  private Listeners(HttpServer outer, HttpServer inner, URI outside, URI inside) {
    this.outer = outer;
    this.inner = inner;
    this.outside = outside;
    this.inside = inside;
  }

  /// @throws IOException when the address cannot be listened on
  /// @throws IllegalArgumentException when the operator's certificate cannot be used
  static Listeners open(
      ServerConfig config,
      DataFolder folder,
      HttpHandler handler,
      SecureRandom random,
      InstantSource clock)
      throws IOException {
    var tls = tls(config, folder, random, clock);
    var listen = config.listen();
    var outer = serve(listen, config.port(), tls, handler);
    var outside = uri(tls == null ? "http" : "https", listen, outer.port());
    if (tls == null && (listen.isLoopbackAddress() || listen.isAnyLocalAddress())) {
      return new Listeners(outer, outer, outside, outside);
    }
    try {
      var loopback = InetAddress.getLoopbackAddress();
      var inner = serve(loopback, 0, null, handler);
      return new Listeners(outer, inner, outside, uri("http", loopback, inner.port()));
    } catch (IOException e) {
      outer.close();
      throw e;
    }
  }

  /// Where the authority's certificate is that signs for a Hearth in this folder.
  static LocalAuthority authority(DataFolder folder, SecureRandom random, InstantSource clock) {
    return new LocalAuthority(folder.folder("tls"), random, clock);
  }

  private static @Nullable Tls tls(
      ServerConfig config, DataFolder folder, SecureRandom random, InstantSource clock) {
    return switch (config.transport()) {
      case Transport.Plain() -> null;
      case Transport.OwnCertificate(var certificates, var key) ->
          new CertificateFiles(certificates, key, clock);
      case Transport.LocalCertificate(var names) ->
          authority(folder, random, clock).tls(config.listen(), names);
    };
  }

  private static HttpServer serve(
      InetAddress listen, int port, @Nullable Tls tls, HttpHandler handler) throws IOException {
    return new HttpServer(listen, port, tls, HttpLimits.DEFAULT, List.of(), handler);
  }

  private static URI uri(String scheme, InetAddress listen, int port) {
    // A wildcard is no address to call; from this machine and from sandboxes, loopback is.
    var host = listen.isAnyLocalAddress() ? "127.0.0.1" : listen.getHostAddress();
    return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /// How clients reach this Hearth, such as `https://192.0.2.1:4566`.
  URI outside() {
    return outside;
  }

  /// How this machine's functions and command line do, such as `http://127.0.0.1:4566`.
  URI inside() {
    return inside;
  }

  /// Waits until connections are served.
  void awaitServing() {
    outer.awaitServing();
    inner.awaitServing();
  }

  /// Takes no more requests, and lets those in flight end.
  @Override
  public void close() {
    outer.close();
    if (inner != outer) {
      inner.close();
    }
  }
}
