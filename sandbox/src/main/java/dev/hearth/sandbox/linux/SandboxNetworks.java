package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Makes sockets in running sandboxes' networks.
public final class SandboxNetworks implements AutoCloseable {
  private final NamespaceThread thread;

  public SandboxNetworks() throws IOException {
    thread = new NamespaceThread("hearth-networks");
  }

  /// A socket that is not connected yet. A socket stays in the network that it was made in, so that
  /// it can be used from any thread.
  ///
  /// @param pid a process of the sandbox's
  public SocketChannel open(int pid) throws IOException {
    try (var network = Descriptor.open(Path.of("/proc/" + pid + "/ns/net"))) {
      return thread.call(
          () -> thread.inNetwork(network, () -> SocketChannel.open(StandardProtocolFamily.INET)));
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
