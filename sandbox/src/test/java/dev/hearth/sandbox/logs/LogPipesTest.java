package dev.hearth.sandbox.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogPipesTest {
  private final LogPipes pipes = new LogPipes(InstantSource.system());
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LogPipe pipe = pipes.open((_, line) -> lines.add(line));

  @AfterEach
  void close() {
    pipes.close();
  }

  @Test
  void whatHasBeenWrittenIsThereAfterADrain() throws Exception {
    try (var out = writer()) {
      for (int i = 0; i < 500; i++) {
        write(out, i + "\n");
        pipe.drain();
        assertThat(lines).hasSize(i + 1).last().isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void linesArriveWithoutADrainToo() throws Exception {
    var queue = new LinkedBlockingQueue<String>();
    pipe.redirect((_, line) -> queue.add(line));
    try (var out = writer()) {
      write(out, "a\nb\n");
      assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
      assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
    }
  }

  @Test
  void aLineWithoutItsEndIsDeliveredByADrain() throws Exception {
    try (var out = writer()) {
      write(out, "half");
      pipe.drain();
      assertThat(lines).containsExactly("half");
    }
  }

  @Test
  void carriageReturnsWithinALineAreLineFeedsOfOneEvent() throws Exception {
    try (var out = writer()) {
      write(out, "Traceback:\r  File x\r\nnext\r\n\n");
      pipe.drain();
      assertThat(lines).containsExactly("Traceback:\n  File x", "next", "");
    }
  }

  @Test
  void aLongLineComesInPiecesOf256Kibibytes() throws Exception {
    var writing =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var out = writer()) {
                    write(out, "x".repeat(300 * 1024) + "\n");
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    while (writing.isAlive()) {
      Thread.onSpinWait();
    }
    pipe.drain();
    assertThat(lines.stream().map(String::length)).containsExactly(256 * 1024, 44 * 1024);
  }

  @Test
  void aProcessWritesIntoItWithBothItsStreamsInOrder() throws Exception {
    var process =
        new ProcessBuilder("/bin/sh", "-c", "echo one; echo two >&2; echo three >/dev/stdout")
            .redirectErrorStream(true)
            .redirectOutput(pipe.writeEnd())
            .start();
    pipe.started();
    assertThat(process.waitFor()).isZero();
    pipe.close();
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void hundredsOfPipesCostNoThreadEach() throws Exception {
    int before = Thread.activeCount();
    for (int i = 0; i < 300; i++) {
      pipes.open((_, _) -> {});
    }
    assertThat(Thread.activeCount() - before).isLessThan(5);
  }

  @Test
  void aClosedPipeGivesItsDescriptorsBack() throws Exception {
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      var other = pipes.open((_, _) -> {});
      other.started();
      other.close();
    }
    assertThat(descriptors() - before).isLessThan(10);
  }

  private static long descriptors() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private OutputStream writer() throws IOException {
    return Files.newOutputStream(Path.of("/proc/self/fd/" + pipe.writeDescriptor()));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
