package dev.hearth.server;

import dev.hearth.functions.images.ImageSources;
import dev.hearth.identity.audit.AuditConfig;
import dev.hearth.kernel.AccountId;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.messaging.topics.TopicsConfig;
import dev.hearth.sandbox.egress.EgressPolicy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;

/// What `hearth up` can be told.
///
/// @param listen where to listen; a loopback address in development mode
/// @param port 0 for any free one
/// @param data the data folder, made when absent
/// @param driver `bubblewrap` or `process`
/// @param dev accept the key `test`/`test` and keys of twelve digits, as emulators do
/// @param images where container images may come from
/// @param runtimes where `hearth runtimes install` put what functions run on
/// @param topics how topics reach the world, and the world them
/// @param sources brokers and stores that functions may read
/// @param egress what functions may connect to
/// @param transport how what passes between clients and Hearth is protected
/// @param wasmInProcess accounts whose WebAssembly modules run in Hearth's own process and not in
///   sandboxes, by their numbers; `administrator` is this Hearth's administrator's
/// @param audit what is audited, and how long that is kept
public record ServerConfig(
    InetAddress listen,
    int port,
    Path data,
    String driver,
    boolean dev,
    ImageSources images,
    Path runtimes,
    TopicsConfig topics,
    RegisteredSources sources,
    EgressPolicy egress,
    Transport transport,
    Set<String> wasmInProcess,
    AuditConfig audit) {
  /// A Hearth that runs nobody's modules in its own process and audits as CloudTrail does by
  /// itself.
  public ServerConfig(
      InetAddress listen,
      int port,
      Path data,
      String driver,
      boolean dev,
      ImageSources images,
      Path runtimes,
      TopicsConfig topics,
      RegisteredSources sources,
      EgressPolicy egress,
      Transport transport) {
    this(
        listen,
        port,
        data,
        driver,
        dev,
        images,
        runtimes,
        topics,
        sources,
        egress,
        transport,
        Set.of(),
        AuditConfig.DEFAULT);
  }

  /// A Hearth that speaks HTTP in the clear and reads nothing but what it has itself, whose
  /// functions reach the internet and nothing near this host.
  public ServerConfig(
      InetAddress listen,
      int port,
      Path data,
      String driver,
      boolean dev,
      ImageSources images,
      Path runtimes,
      TopicsConfig topics) {
    this(
        listen,
        port,
        data,
        driver,
        dev,
        images,
        runtimes,
        topics,
        RegisteredSources.NONE,
        EgressPolicy.INTERNET,
        new Transport.Plain());
  }

  /// A Hearth whose topics reach public endpoints only.
  public ServerConfig(
      InetAddress listen,
      int port,
      Path data,
      String driver,
      boolean dev,
      ImageSources images,
      Path runtimes) {
    this(listen, port, data, driver, dev, images, runtimes, TopicsConfig.DEFAULT);
  }

  /// A Hearth that takes no container images.
  public ServerConfig(
      InetAddress listen, int port, Path data, String driver, boolean dev, Path runtimes) {
    this(listen, port, data, driver, dev, ImageSources.NONE, runtimes);
  }

  /// Rejects what would open the well-known development key to a network.
  public ServerConfig {
    wasmInProcess = Set.copyOf(wasmInProcess);
    for (var account : wasmInProcess) {
      if (!account.equals(InProcessAccounts.ADMINISTRATOR) && !AccountId.isValid(account)) {
        throw new IllegalArgumentException(
            "wasm-in-process: " + account + " (expected: 12 digits, or administrator)");
      }
    }
    if (dev && !listen.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "listen: "
              + listen.getHostAddress()
              + " (expected: a loopback address, for --dev accepts a key that everybody knows)");
    }
  }
}
