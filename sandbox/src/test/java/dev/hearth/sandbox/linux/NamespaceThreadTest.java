package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.bubblewrap.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NamespaceThreadTest {
  private static final Path NETWORK = Path.of("/proc/thread-self/ns/net");
  private static final Path MOUNTS = Path.of("/proc/thread-self/ns/mnt");

  private NamespaceThread thread;

  @BeforeEach
  void open() throws IOException {
    Requirements.sandboxes();
    thread = new NamespaceThread("test");
  }

  @AfterEach
  void close() {
    if (thread != null) {
      thread.close();
    }
  }

  @Test
  void itIsElsewhereDuringAVisitAndAtHomeAfterwards() throws IOException {
    var home = thread.call(() -> Files.readSymbolicLink(NETWORK));
    assertThat(thread.call(() -> thread.inNewNetwork(() -> Files.readSymbolicLink(NETWORK))))
        .isNotEqualTo(home);
    assertThat(thread.call(() -> Files.readSymbolicLink(NETWORK))).isEqualTo(home);

    var mounts = Files.readSymbolicLink(MOUNTS);
    assertThat(thread.call(() -> thread.inCopiedMounts(() -> Files.readSymbolicLink(MOUNTS))))
        .isNotEqualTo(mounts);
    assertThat(thread.call(() -> Files.readSymbolicLink(MOUNTS))).isEqualTo(mounts);
  }

  @Test
  void aVisitThatFailsEndsAtHomeToo() throws IOException {
    var home = thread.call(() -> Files.readSymbolicLink(NETWORK));
    assertThatThrownBy(
            () ->
                thread.call(
                    () ->
                        thread.inNewNetwork(
                            () -> {
                              throw new IOException("no");
                            })))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
    assertThat(thread.call(() -> Files.readSymbolicLink(NETWORK))).isEqualTo(home);
  }

  @Test
  void aThreadThatWasBornInBetweenIsNotInTheWay() throws Exception {
    // It shares root and working directory, with which no thread may change its mounts.
    var born =
        thread.call(
            () -> {
              var child = Thread.ofPlatform().unstarted(() -> {});
              child.start();
              return child;
            });
    born.join();
    try (var copy = thread.call(() -> thread.inCopiedMounts(thread::currentMounts))) {
      assertThat(thread.call(() -> thread.inMounts(copy, () -> "there"))).isEqualTo("there");
    }
  }

  @Test
  void aClosedThreadRefuses() {
    thread.close();
    assertThatThrownBy(() -> thread.call(() -> 1))
        .isInstanceOf(IOException.class)
        .hasMessage("test has ended");
  }

  @Test
  void onlyItselfMayVisit() {
    assertThatThrownBy(() -> thread.inNewNetwork(() -> 1))
        .isInstanceOf(IllegalStateException.class);
  }
}
