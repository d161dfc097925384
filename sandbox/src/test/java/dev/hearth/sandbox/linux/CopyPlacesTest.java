package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The two ways to a `/proc` that shows a copy its own processes only.
@Timeout(30)
class CopyPlacesTest {
  private Children children;
  private CopyPlaces places;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Privileges.lacking().isEmpty(), "namespaces need root");
    children = new Children();
    places = new CopyPlaces(children);
    process =
        new ProcessBuilder("unshare", "--fork", "--pid", "--mount", "--kill-child", "sleep", "60")
            .start();
  }

  @AfterEach
  void close() {
    if (process != null) {
      process.destroyForcibly();
      places.close();
      children.close();
    }
  }

  private int inside() throws IOException {
    var own = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    while (true) {
      var child = Child.firstOf(Math.toIntExact(process.pid()));
      if (child.isPresent()
          && !Files.readSymbolicLink(Path.of("/proc/" + child.getAsInt() + "/ns/pid"))
              .equals(own)) {
        return child.getAsInt();
      }
      Thread.onSpinWait();
    }
  }

  private static List<String> seen(int pid) throws IOException {
    try (var names = Files.list(Path.of("/proc/" + pid + "/root/proc"))) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[0-9]+"))
          .toList();
    }
  }

  @Test
  void itIsMountedFromOutside() throws IOException {
    int pid = inside();
    try (var mounts = Descriptor.open(Path.of("/proc/" + pid + "/ns/mnt"));
        var processes = Descriptor.open(Path.of("/proc/" + pid + "/ns/pid"))) {
      assumeTrue(places.mountProc(mounts, processes), "Linux 6.17 or newer");
    }
    assertThat(seen(pid)).containsExactly("1");
  }

  @Test
  void whereTheKernelCannotItIsMountedFromInside() throws IOException {
    int pid = inside();
    try (var mounts = Descriptor.open(Path.of("/proc/" + pid + "/ns/mnt"));
        var processes = Descriptor.open(Path.of("/proc/" + pid + "/ns/pid"))) {
      places.mountProcInside(mounts, processes);
    }
    assertThat(seen(pid)).containsExactly("1");
  }
}
