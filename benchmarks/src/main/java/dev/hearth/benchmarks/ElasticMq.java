package dev.hearth.benchmarks;

import dev.hearth.cli.TemporaryFolder;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// ElasticMQ, a server of SQS's API for tests, in a process of its own: what Hearth's queues are
/// compared with. Maven fetches it when it is first measured.
final class ElasticMq {
  private static final String VERSION = "1.6.16"; // as in its pom.xml
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

  private ElasticMq() {}

  /// Starts one.
  ///
  /// @param durable keeps messages in its H2 database, which is not synced to disk for each; else
  ///   in memory only, as it does by default
  /// @return null where Maven cannot fetch it
  static @Nullable PlainServer start(boolean durable, Consumer<String> progress)
      throws IOException {
    var libraries = libraries(progress);
    if (libraries == null) {
      return null;
    }
    var folder = new TemporaryFolder();
    int port = PlainServer.freePort();
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", // as the launcher gives Hearth
                "-Xmx2g",
                "-Drest-sqs.bind-hostname=127.0.0.1",
                "-Drest-sqs.bind-port=" + port,
                "-Dnode-address.port=" + port,
                "-Drest-stats.enabled=false",
                "-Dmessages-storage.enabled=" + durable,
                "-Dmessages-storage.uri=jdbc:h2:" + folder.path().resolve("messages"),
                "-cp",
                libraries.resolve("*").toString(),
                "org.elasticmq.server.Main")
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.path().resolve("log").toFile())
            .start();
    PlainServer.awaitListening(process, port);
    return new PlainServer(process, port, folder);
  }

  private static @Nullable Path libraries(Consumer<String> progress) throws IOException {
    var folder = Runtimes.defaultFolder().resolveSibling("elasticmq-" + VERSION);
    var whole = folder.resolve("whole");
    var libraries = folder.resolve("lib");
    if (Files.exists(whole)) {
      return libraries;
    }
    progress.accept("fetching ElasticMQ " + VERSION + " with Maven");
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve("pom.xml"));
    Language.unpack("elasticmq", List.of("pom.xml"), folder);
    var maven =
        new ProcessBuilder(
                "mvn", "-q", "-B", PLUGIN + ":copy-dependencies", "-DoutputDirectory=" + libraries)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (maven.waitFor() != 0) {
        return null;
      }
    } catch (InterruptedException e) {
      maven.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    Files.createFile(whole);
    return libraries;
  }
}
