package dev.hearth.server;

import dev.hearth.functions.images.ImageSources;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Require;
import dev.hearth.sandbox.bubblewrap.BubblewrapSettings;
import dev.hearth.sandbox.egress.EgressPolicy;
import java.nio.file.Path;
import java.util.Set;

/// What functions run on, and what they may reach.
///
/// @param driver `bubblewrap` or `process`
/// @param runtimes where `hearth runtimes install` put what functions run on
/// @param images where container images may come from; not with `process`, for without isolation
///   there is no file system of its own to run an image on
/// @param egress what functions may connect to
/// @param parked how many sandboxes of each runtime wait for a function, 0 to 100
/// @param wasmInProcess accounts whose WebAssembly modules run in Hearth's own process and not in
///   sandboxes, by their numbers; `administrator` is this Hearth's administrator's
public record FunctionsConfig(
    String driver,
    Path runtimes,
    ImageSources images,
    EgressPolicy egress,
    int parked,
    Set<String> wasmInProcess) {
  /// Functions that reach the internet and nothing near this host, none of them from images, and
  /// nobody's modules in Hearth's own process.
  public FunctionsConfig(String driver, Path runtimes) {
    this(
        driver,
        runtimes,
        ImageSources.NONE,
        EgressPolicy.INTERNET,
        BubblewrapSettings.PARKED,
        Set.of());
  }

  /// @throws IllegalArgumentException for what is no driver or no account, and for too many parked
  public FunctionsConfig {
    if (!Set.of("bubblewrap", "process").contains(driver)) {
      throw new IllegalArgumentException(
          "driver: " + driver + " (expected: bubblewrap or process)");
    }
    Require.between("parked", parked, 0, 100);
    if (driver.equals("process")) {
      images = ImageSources.NONE;
    }
    wasmInProcess = Set.copyOf(wasmInProcess);
    for (var account : wasmInProcess) {
      if (!account.equals(InProcessAccounts.ADMINISTRATOR) && !AccountId.isValid(account)) {
        throw new IllegalArgumentException(
            "wasm-in-process: " + account + " (expected: 12 digits, or administrator)");
      }
    }
  }

  /// The same, with container images from there.
  public FunctionsConfig with(ImageSources sources) {
    return new FunctionsConfig(driver, runtimes, sources, egress, parked, wasmInProcess);
  }
}
