package dev.hearth.sandbox.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a new sandbox is to be.
///
/// @param root the name of a root folder that the launcher has prepared, or [#IMAGE]
/// @param folders the host's folders that are there from the beginning, by their place in the
///   sandbox, which is a folder of the root, or `/` for an image's whole file system; several are
///   laid over each other, later ones on top
/// @param temporaryMebibytes the size of `/tmp`, which counts as memory once it is used
/// @param workingDirectory where it runs, absolute
/// @param command what runs inside
/// @param environment its environment
/// @param user the host's user and group id that everything inside has, of nobody else
/// @param group its control group
/// @param output what standard output and error go to, as a path of this process
/// @param handed what else the command finds open
public record Launch(
    String root,
    Map<Path, List<Path>> folders,
    int temporaryMebibytes,
    String workingDirectory,
    List<String> command,
    Map<String, String> environment,
    int user,
    ControlGroup group,
    Path output,
    Handed handed) {

  /// The root of those who bring a file system of their own.
  public static final String IMAGE = "image";

  /// Without the environment, which holds secrets.
  @Override
  public String toString() {
    return "Launch[" + root + ", user " + user + "]";
  }
}
