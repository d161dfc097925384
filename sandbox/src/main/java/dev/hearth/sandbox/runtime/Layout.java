package dev.hearth.sandbox.runtime;

import java.nio.file.Path;
import java.util.List;

/// Where things are, as the function sees them.
///
/// @param task the code: `/var/task`
/// @param layers the layers' contents: `/opt`, or each layer's own folder
/// @param runtimeApi host and port of the Runtime API
/// @param mounted whether the runtime's folders are at their place in a sandbox, or on the host
public record Layout(String task, List<String> layers, String runtimeApi, boolean mounted) {
  /// An isolated sandbox's file system, as AWS has it.
  public static final Layout ISOLATED =
      new Layout("/var/task", List.of("/opt"), "127.0.0.1:9001", true);

  /// The host's own file system.
  public static Layout onHost(Path code, List<Path> layers, String runtimeApi) {
    return new Layout(
        code.toString(), layers.stream().map(Path::toString).toList(), runtimeApi, false);
  }

  /// The folder of `mount`, as the function sees it.
  String place(Mount mount) {
    return mounted ? mount.inside() : mount.host().toString();
  }
}
