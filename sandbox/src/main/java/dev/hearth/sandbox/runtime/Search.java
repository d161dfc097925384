package dev.hearth.sandbox.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds what this host has by the names of files alone, so that the server starts no process.
final class Search {
  // A sandbox sees the host's /usr and nothing else of it: a Python of pyenv or of a home folder
  // could not run there.
  private static final Path SYSTEM = Path.of("/usr/bin");
  private static final Pattern SYSTEM_PYTHON = Pattern.compile("python(3\\.[0-9]+)");

  /// Older Pythons lack what the bootstrap and boto3 need.
  private static final Version OLDEST_PYTHON = new Version(List.of(3, 9));

  private final Path folder;
  private final Path bootstraps;

  Search(Path folder) {
    this.folder = folder;
    this.bootstraps = Bootstraps.unpack(folder);
  }

  List<HostRuntime> all() {
    var found = new ArrayList<HostRuntime>();
    found.addAll(pythons());
    found.addAll(nodes());
    var java = new JavaSearch(bootstraps.resolve("java"));
    found.addAll(java.all());
    found.add(java.worker());
    found.add(new HostRuntime(Family.PROVIDED, "", List.of()));
    return found;
  }

  private List<HostRuntime> pythons() {
    var mounts = mounts("python", Installation.PYTHON_SDK);
    return names(SYSTEM)
        .map(SYSTEM_PYTHON::matcher)
        .filter(name -> name.matches())
        .map(name -> name.group(1))
        .filter(version -> Version.of(Family.PYTHON, version).compareTo(OLDEST_PYTHON) >= 0)
        .map(version -> new HostRuntime(Family.PYTHON, version, mounts))
        .toList();
  }

  private List<HostRuntime> nodes() {
    return names(folder)
        .map(Installation.NODE_FOLDER::matcher)
        .filter(name -> name.matches())
        .map(
            name -> {
              var mounts = new ArrayList<>(mounts("node", Installation.NODE_SDK));
              mounts.add(new Mount(folder.resolve(name.group()), HostRuntime.LANGUAGE));
              return new HostRuntime(Family.NODE, name.group(1), mounts);
            })
        .toList();
  }

  private List<Mount> mounts(String language, String sdk) {
    var mounts = new ArrayList<Mount>();
    mounts.add(new Mount(bootstraps.resolve(language), HostRuntime.BOOTSTRAP));
    if (Files.isDirectory(folder.resolve(sdk))) {
      mounts.add(new Mount(folder.resolve(sdk), HostRuntime.SDK));
    }
    return List.copyOf(mounts);
  }

  private static Stream<String> names(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
