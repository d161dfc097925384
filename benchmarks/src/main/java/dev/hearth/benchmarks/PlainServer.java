package dev.hearth.benchmarks;

import dev.hearth.cli.Failure;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.sandbox.runtime.Family;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What Hearth is compared with: a server of the same work without isolation, identity or limits.
final class PlainServer implements AutoCloseable {
  private static final String WORKERD_VERSION = "1.20261117.1";
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

  private final Process process;
  private final URI endpoint;
  private final TemporaryFolder folder;

  PlainServer(Process process, int port, TemporaryFolder folder) {
    this.process = process;
    this.folder = folder;
    endpoint = URI.create("http://127.0.0.1:" + port);
  }

  URI endpoint() {
    return endpoint;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// The benchmark's Node handler behind `node:http`, on the very Node that sandboxes run.
  static PlainServer node() throws IOException {
    var folder = new TemporaryFolder();
    Language.unpack("node", List.of("index.mjs", "server.mjs"), folder.path());
    var process =
        new ProcessBuilder(Floor.program(Family.NODE), "server.mjs")
            .directory(folder.path().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var ready = process.inputReader().readLine();
    if (ready == null) {
      throw new Failure("node:http did not start.");
    }
    return new PlainServer(process, Integer.parseInt(ready.replace("ready ", "")), folder);
  }

  /// The same as a Worker on Cloudflare's runtime; null where npm cannot install it.
  static @Nullable PlainServer workerd(Consumer<String> progress) throws IOException {
    var program = workerdProgram(progress);
    if (program == null) {
      return null;
    }
    var folder = new TemporaryFolder();
    Language.unpack("workerd", List.of("worker.js", "config.capnp"), folder.path());
    int port = freePort();
    var process =
        new ProcessBuilder(
                program.toString(), "serve", "config.capnp", "--socket-addr=http=127.0.0.1:" + port)
            .directory(folder.path().toFile())
            .inheritIO()
            .start();
    awaitListening(process, port);
    return new PlainServer(process, port, folder);
  }

  private static @Nullable Path workerdProgram(Consumer<String> progress) throws IOException {
    var folder = Runtimes.defaultFolder().resolveSibling("workerd-" + WORKERD_VERSION);
    var program = folder.resolve("node_modules/workerd/bin/workerd");
    if (Files.isExecutable(program)) {
      return program;
    }
    progress.accept("installing workerd " + WORKERD_VERSION + " from npm (150 MB)");
    Files.createDirectories(folder);
    var npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                "--prefix=" + folder,
                "workerd@" + WORKERD_VERSION)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return npm.waitFor() == 0 && Files.isExecutable(program) ? program : null;
    } catch (InterruptedException e) {
      npm.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void awaitListening(Process process, int port) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
    process.destroyForcibly();
    throw new Failure("The server to compare with did not start.");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
