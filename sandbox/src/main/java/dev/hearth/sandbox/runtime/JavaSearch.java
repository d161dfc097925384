package dev.hearth.sandbox.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds JDKs: `JAVA_HOME`'s, those of `/usr/lib/jvm`, and the one that this program runs on; of
/// each feature release the newest.
///
/// @param archives where the runtime's own are
record JavaSearch(Path archives) {
  private static final Path SYSTEM = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION =
      Pattern.compile("^JAVA_VERSION=\"(?:1\\.)?([0-9]+(?:\\.[0-9]+)*).*\"$", Pattern.MULTILINE);

  /// The runtime is compiled for it.
  private static final int OLDEST = 11;

  Collection<HostRuntime> all() {
    var newest = new TreeMap<Integer, HostRuntime>();
    for (var home : homes()) {
      var version = version(home);
      version
          .filter(text -> feature(text) >= OLDEST)
          .ifPresent(text -> newest.putIfAbsent(feature(text), runtime(Family.JAVA, home, text)));
    }
    return newest.values();
  }

  /// What runs WebAssembly modules: the JDK that this program runs on, whose code it is.
  HostRuntime worker() {
    var numbers = Runtime.version().version().stream().map(String::valueOf);
    return runtime(
        Family.WASM,
        Path.of(System.getProperty("java.home")),
        numbers.collect(Collectors.joining(".")));
  }

  private static int feature(String version) {
    return Integer.parseInt(version.replaceFirst("\\..*", ""));
  }

  private static List<Path> homes() {
    var homes = new ArrayList<Path>();
    Optional.ofNullable(System.getenv("JAVA_HOME"))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .ifPresent(homes::add);
    if (Files.isDirectory(SYSTEM)) {
      try (var folders = Files.list(SYSTEM)) {
        folders.sorted().forEach(homes::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    homes.add(Path.of(System.getProperty("java.home")));
    return homes;
  }

  private static Optional<String> version(Path home) {
    try {
      var release = home.resolve("release");
      if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
        return Optional.empty();
      }
      var found = VERSION.matcher(Files.readString(release));
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it is of no use, whatever it is
    }
  }

  private HostRuntime runtime(Family family, Path home, String version) {
    try {
      var mounts = new ArrayList<Mount>();
      mounts.add(new Mount(archives, HostRuntime.BOOTSTRAP));
      mounts.add(new Mount(home.toRealPath(), HostRuntime.LANGUAGE));
      settings(home).ifPresent(folder -> mounts.add(new Mount(folder, folder.toString())));
      return new HostRuntime(family, version, List.copyOf(mounts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Debian's JDKs have links to their settings in `/etc`, without which they do not start.
  private static Optional<Path> settings(Path home) throws IOException {
    var file = home.resolve("lib/jvm.cfg");
    if (!Files.isSymbolicLink(file)) {
      return Optional.empty();
    }
    var folder = file.toRealPath().getParent();
    return Optional.ofNullable(folder).filter(each -> each.startsWith("/etc"));
  }
}
