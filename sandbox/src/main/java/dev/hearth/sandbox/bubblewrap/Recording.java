package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.bubblewrap.CellMaker.Origin;
import dev.hearth.sandbox.bubblewrap.CellMaker.Plan;
import dev.hearth.sandbox.linux.Handed;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A cell in which a runtime is started once, to leave what later starts begin with: a JVM's cache
/// holds only where it finds the same files at the same places.
record Recording(CellMaker maker, HostRuntime runtime) {
  private static final Limits LIMITS = new Limits(1024, 256);
  private static final int OUTPUT = 3;
  private static final long LIMIT_SECONDS = 120;
  private static final String INSIDE = "/tmp/cache";

  /// The file goes out by a descriptor: nothing that the cell could name is opened out here.
  private static final String SCRIPT = "\"$@\" </dev/null && cat /tmp/cache >&3";

  /// @throws IOException where none came to be; `file` is not there then
  void into(Path file) throws IOException, InterruptedException {
    var recording = runtime.recording(Layout.ISOLATED, INSIDE, LIMITS.memoryMebibytes());
    if (recording.isEmpty()) {
      return;
    }
    var command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "record"));
    command.addAll(recording.get());
    var draft = Files.createTempFile(file.getParent(), ".draft", "");
    try {
      run(command, draft);
      if (Files.size(draft) == 0) {
        throw new IOException("nothing was recorded");
      }
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void run(List<String> command, Path draft) throws IOException, InterruptedException {
    var output = new LastWords();
    var plan =
        new Plan(
            Origin.STARTED,
            runtime.name(),
            command,
            Map.of("LC_ALL", "C.UTF-8", "TZ", ":UTC"),
            Map.of(),
            512,
            "/",
            LIMITS,
            List.of());
    try (var cell = maker.make(plan, output, new Handed(Map.of(), Map.of(OUTPUT, draft)))) {
      cell.gone().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("it did not end: " + output, e);
    }
  }
}
