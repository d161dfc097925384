package dev.hearth.sandbox.telemetry;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/// Makes sockets in a sandbox's own network, not connected yet.
@FunctionalInterface
public interface Sockets {
  SocketChannel open() throws IOException;
}
