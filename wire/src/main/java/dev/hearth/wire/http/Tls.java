package dev.hearth.wire.http;

import javax.net.ssl.SSLEngine;

/// How the connections of a server are secured.
@FunctionalInterface
public interface Tls {
  /// An engine for one new connection, in server mode. It should offer `h2` and `http/1.1` by ALPN;
  /// which of them the client speaks is seen by its first bytes.
  SSLEngine engine();
}
