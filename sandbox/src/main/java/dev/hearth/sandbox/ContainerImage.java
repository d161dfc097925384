package dev.hearth.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A container image, unpacked, and how it is started.
///
/// @param root its file system, read-only, with what a sandbox mounts on: the folders `/proc` and
///   `/tmp`, and the files [#MOUNTED]
/// @param command its entry point with arguments; a name without a slash is looked for on the
///   `PATH`
/// @param environment the image's own variables
/// @param workingDirectory where it is started, absolute
public record ContainerImage(
    Path root, List<String> command, Map<String, String> environment, String workingDirectory) {
  /// Files that must be there, none of them a link, for a sandbox shows its own in their place.
  public static final List<String> MOUNTED =
      List.of(
          "dev/null",
          "dev/zero",
          "dev/full",
          "dev/random",
          "dev/urandom",
          "etc/hosts",
          "etc/resolv.conf");
}
