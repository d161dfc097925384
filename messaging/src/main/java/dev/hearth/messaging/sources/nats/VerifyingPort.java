package dev.hearth.messaging.sources.nats;

import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A connection whose certificate must name the host: the client's own only asks that it is
/// trusted.
///
/// Public, with such a constructor, for the client makes it by its name.
public final class VerifyingPort extends SocketDataPort {
  @Override
  public void upgradeToSecure() throws IOException {
    var secure = secure();
    secure.setUseClientMode(true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    int usual = secure.getSoTimeout();
    secure.setSoTimeout((int) NatsConsumer.PATIENCE.toMillis());
    secure.startHandshake();
    secure.setSoTimeout(usual);
    socket = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
    isSecure = true;
  }

  private SSLSocket secure() throws IOException {
    try {
      var factory = SSLContext.getDefault().getSocketFactory();
      return (SSLSocket) factory.createSocket(socket, host, port, true);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
