package dev.hearth.messaging.sources;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A real server, in a folder of its own.
///
/// Without its program the tests that ask for it are skipped, except where the variable `CI` is
/// `true`: there its absence is a failure.
public final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /// Where Debian's package has a program.
  public static Path program(String path, String debianPackage) {
    var program = Path.of(path);
    if (!Files.isExecutable(program)) {
      var reason = "no %s here: install the package %s".formatted(path, debianPackage);
      return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
    return program;
  }

  /// A port of loopback that nobody uses.
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Starts a server, and returns when it listens.
  public static ServerProcess start(Path folder, InetSocketAddress address, String... command)
      throws IOException {
    var output = folder.resolve("output");
    var process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(address);
        return new ServerProcess(process);
      } catch (IOException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          process.destroyForcibly();
          throw new IllegalStateException(Files.readString(output), e);
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
