package dev.hearth.wire.http;

import io.helidon.common.Builder;
import io.helidon.common.context.Context;
import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.concurrent.ExecutorService;

/// The web server's HTTP/1.1 and HTTP/2, set up for us.
///
/// Of Helidon only its protocols are used. Its own listener has no time limits that a slow client
/// could not stretch, does not say why it cannot listen, and searches for services at start.
final class Protocols implements ListenerContext {
  private static final int MAX_STREAMS = 256;

  private final ExecutorService executor;
  private final ListenerConfig config;
  private final Context context = Context.create();
  private final MediaContext mediaContext = new NoMedia();
  private final ContentEncodingContext encoding = new AsSent();
  private final DirectHandlers directHandlers = DirectHandlers.create();
  private final Router router;
  private final ServerConnectionSelector http1;
  private final ServerConnectionSelector http2;

  /// @param executor runs the requests of HTTP/2
  Protocols(Exchange exchange, HttpLimits limits, ExecutorService executor) {
    this.executor = executor;
    this.config =
        ListenerConfig.builder()
            .protocolsDiscoverServices(false)
            .maxPayloadSize(limits.bodyBytes())
            .buildPrototype();
    this.router = Router.builder().addRouting(new Routing(exchange)).build();
    // Paths and queries are the services' to judge, for signatures cover what was sent. A long head
    // is refused by the connection, hence the double room here.
    int headRoom = 2 * limits.headBytes() + (16 << 10);
    var http2Config =
        Http2Config.builder()
            .validatePath(false)
            .maxHeaderListSize(limits.headBytes())
            .maxConcurrentStreams(MAX_STREAMS)
            .flowControlTimeout(limits.stallTime())
            .build();
    var http1Config =
        Http1Config.builder()
            .validatePath(false)
            .validatePrologue(false)
            .validateResponseHeaders(true)
            .maxPrologueLength(headRoom)
            .maxHeadersSize(headRoom)
            .sendKeepAliveHeader(false)
            .addReceiveListener(new HeadListener())
            .build();
    this.http1 =
        Http1ConnectionSelector.builder()
            .config(http1Config)
            .addUpgrader(Http2Upgrader.create(http2Config))
            .build();
    this.http2 = Http2ConnectionSelector.builder().http2Config(http2Config).build();
  }

  ServerConnection http1(ClientConnection connection) {
    return http1.connection(connection);
  }

  ServerConnection http2(ClientConnection connection) {
    return http2.connection(connection);
  }

  Router router() {
    return router;
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public MediaContext mediaContext() {
    return mediaContext;
  }

  @Override
  public ContentEncodingContext contentEncodingContext() {
    return encoding;
  }

  @Override
  public DirectHandlers directHandlers() {
    return directHandlers;
  }

  @Override
  public ListenerConfig config() {
    return config;
  }

  @Override
  public ExecutorService executor() {
    return executor;
  }

  /// The router wants what it could build itself.
  private record Routing(Exchange exchange) implements Builder<Routing, HttpRouting> {
    @Override
    public HttpRouting build() {
      return exchange;
    }
  }

  private static final class HeadListener implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext connection, Headers headers) {
      ((ClientConnection) connection).headRead();
    }
  }
}
