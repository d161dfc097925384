package dev.hearth.cli;

import dev.hearth.kernel.SecretVariables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Hearth of one's own, in another process, as a user would start it: for the demonstration and
/// for the benchmarks.
public final class HearthProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready (https?://\\S+) in .*");
  private static final int REMEMBERED_LINES = 40;

  private final Process process;
  private final Thread closeAtExit = new Thread(this::stop);
  private final Deque<String> said = new ArrayDeque<>();
  private final Path data;
  private @Nullable URI endpoint;
  private long readyNanoseconds;

  private final Runnable afterwards;
  private boolean stopped;
  private volatile Duration stopping = Duration.ofSeconds(15); // the server allows itself 10

  private HearthProcess(Process process, Path data, Runnable afterwards) {
    this.process = process;
    this.data = data;
    this.afterwards = afterwards;
  }

  /// Starts one on a data folder that goes with it.
  public static HearthProcess start(Terminal terminal, List<String> options) {
    var folder = new TemporaryFolder();
    return start(terminal, folder.path(), options, Map.of(), folder::close);
  }

  /// Starts one on a free port and waits until it serves.
  ///
  /// @param data its data folder
  /// @param options further ones of `hearth up`
  /// @param environment further variables of the process
  /// @throws Failure where it ends instead, with what it said
  public static HearthProcess start(
      Terminal terminal, Path data, List<String> options, Map<String, String> environment) {
    return start(terminal, data, options, environment, () -> {});
  }

  private static HearthProcess start(
      Terminal terminal,
      Path data,
      List<String> options,
      Map<String, String> environment,
      Runnable afterwards) {
    var home = terminal.variable("HEARTH_HOME");
    if (home == null) {
      throw new Failure("HEARTH_HOME is not set.", "Run this through the launcher, ./hearth.");
    }
    var command =
        new ArrayList<>(
            List.of(
                Path.of(home, "hearth").toString(),
                "up",
                "--port",
                "0",
                "--data",
                data.toString()));
    command.addAll(options);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(SecretVariables.NAMES); // its folder is another
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    try {
      var started = new HearthProcess(builder.start(), data, afterwards);
      started.awaitReady(start);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(long start) throws IOException {
    Runtime.getRuntime().addShutdownHook(closeAtExit);
    var lines = process.inputReader(StandardCharsets.UTF_8);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var ready = READY.matcher(line);
      if (ready.matches()) {
        readyNanoseconds = System.nanoTime() - start;
        endpoint = URI.create(ready.group(1));
        Thread.ofVirtual().name("output of Hearth").start(() -> keep(lines));
        return;
      }
      remember(line);
    }
    close();
    throw new Failure("Hearth did not start:\n  " + String.join("\n  ", said()));
  }

  // A pipe that nobody reads would stop the server when it is full.
  private void keep(BufferedReader lines) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        remember(line);
      }
    } catch (IOException _) {
      // the process has ended
    }
  }

  private void remember(String line) {
    synchronized (said) {
      said.addLast(line);
      if (said.size() > REMEMBERED_LINES) {
        said.removeFirst();
      }
    }
  }

  /// The same, with another time to end by itself before it is ended by force.
  HearthProcess stoppingFor(Duration longest) {
    stopping = longest;
    return this;
  }

  /// Its last lines, the ready line not among them.
  public List<String> said() {
    synchronized (said) {
      return List.copyOf(said);
    }
  }

  /// How to talk to it, as its administrator.
  public Connection connection(Terminal terminal) {
    if (endpoint == null) {
      throw new IllegalStateException("not ready");
    }
    var key = new DataFolder(data).administrator(terminal.hearth());
    return new Connection(endpoint, key.accessKeyId(), key.secret(), null, "us-east-1");
  }

  /// The server's own process.
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /// From starting the launcher to the ready line.
  public Duration startTime() {
    return Duration.ofNanos(readyNanoseconds);
  }

  /// Stops it as SIGTERM does, and by force where that does not end it.
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(closeAtExit);
    } catch (IllegalStateException _) {
      // this process is ending, and has asked for the same
    }
  }

  // Also run when this process is interrupted: then nobody else waits for it.
  private synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    var children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(stopping.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    afterwards.run();
  }
}
