package dev.hearth.cli;

import dev.hearth.functions.images.ImageSources;
import dev.hearth.sandbox.bubblewrap.BubblewrapSettings;
import dev.hearth.sandbox.egress.EgressPolicy;
import dev.hearth.sandbox.rules.AddressRange;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.server.FunctionsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `hearth up` is told about what functions run on, and what they may reach.
final class FunctionOptions {
  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description = "bubblewrap isolates functions; process does not (default: bubblewrap).")
  private String driver = "bubblewrap";

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Take container images from OCI layouts below this folder.")
  private @Nullable Path images;

  @Option(
      names = "--registry",
      paramLabel = "HOST[:PORT]",
      description =
          "Take container images from this registry; HTTP is spoken on loopback only. May be"
              + " repeated.")
  private List<String> registries = List.of();

  @Option(
      names = "--egress",
      paramLabel = "RANGE",
      description =
          "Let functions connect to this range of addresses, such as 10.1.0.0/16, though it is"
              + " private. May be repeated.")
  private List<String> egress = List.of();

  @Option(
      names = "--parked",
      paramLabel = "N",
      description =
          "How many sandboxes of each runtime wait for a function, and of JVMs one; after a burst,"
              + " more. With 0 none waits: that takes the least memory, and cold starts take longer"
              + " (default: 3).")
  private int parked = BubblewrapSettings.PARKED;

  @Option(
      names = "--wasm-in-process",
      arity = "1..*",
      paramLabel = "ACCOUNT",
      description =
          "Run WebAssembly modules of these accounts in Hearth's own process: they start sooner,"
              + " and must be trusted as Hearth is. The word administrator is its administrator's"
              + " account. May be repeated.")
  private List<String> wasmInProcess = List.of();

  boolean isIsolated() {
    return !driver.equals("process");
  }

  /// @throws IllegalArgumentException for what is no driver, range, registry, count or account
  FunctionsConfig config() {
    return new FunctionsConfig(
        driver,
        Runtimes.defaultFolder(),
        new ImageSources(images, registries),
        new EgressPolicy(true, egress.stream().map(AddressRange::parse).toList()),
        parked,
        Set.copyOf(wasmInProcess));
  }
}
