package dev.hearth.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that sandboxes are forked from: what all of them load is loaded once and shared.
///
/// It is root, and its root folder is the one that the sandboxes see; its program isolates each
/// child before that does anything else. Of the program it is only expected that it speaks as
/// `runtimes/python/zygote.py` tells. It is started when the first sandbox is wanted; one that has
/// failed is replaced.
final class Zygote implements AutoCloseable {
  /// Makes the folder `$1` the root of the mount namespace, which has the host's `/proc` as well,
  /// by which the program gets at what it is told of.
  private static final String ENTER =
      """
      set -e
      mount --rbind /proc "$1/proc"
      cd "$1"
      pivot_root . tmp
      umount -l /tmp
      shift
      exec "$@"
      """;

  private static final long END_SECONDS = 5;
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private final NamespaceThread thread;
  private final RootFolders roots;
  private final Children children;
  private final Launch first;
  private @Nullable Running running;

  /// @param commands what it reads
  /// @param answers what it writes, errors too
  private record Running(Child process, OutputStream commands, BufferedReader answers)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.kill();
      var _ = process.exit().copy().completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
      try (answers) {
        commands.close();
      }
    }
  }

  /// @param first the first sandbox to be forked; others differ in what is their own only
  Zygote(NamespaceThread thread, RootFolders roots, Children children, Launch first) {
    this.thread = thread;
    this.roots = roots;
    this.children = children;
    this.first = first;
  }

  /// A new child, which has begun to isolate itself.
  ///
  /// Where this throws, the next call begins with another process.
  ///
  /// @param network its network namespace
  synchronized Child fork(Launch launch, Descriptor network, Fork kind) throws IOException {
    var zygote = running;
    if (zygote == null) {
      zygote = start();
      running = zygote;
    }
    try {
      tell(zygote, request(launch, network, kind));
      return children.adopt(processId(zygote.answers().readLine()));
    } catch (IOException e) {
      running = null;
      zygote.close();
      throw e;
    }
  }

  private static String request(Launch launch, Descriptor network, Fork kind) {
    var fields = new ArrayList<String>();
    fields.add(Integer.toString(launch.user()));
    fields.add(Long.toString((long) launch.temporaryMebibytes() << 20));
    fields.add(Integer.toString(launch.group().mostOfUser()));
    fields.add(kind.word());
    fields.add(network.path().toString());
    fields.add(launch.output().toString());
    launch.group().entrances().forEach(entrance -> fields.add(entrance.toString()));
    return String.join("\t", fields);
  }

  private static int processId(@Nullable String answer) throws IOException {
    try {
      return Integer.parseInt(String.valueOf(answer));
    } catch (NumberFormatException e) {
      throw new IOException("no sandbox was forked: " + answer, e);
    }
  }

  private static void tell(Running zygote, String line) throws IOException {
    zygote.commands().write((line + "\n").getBytes(UTF_8));
  }

  private Running start() throws IOException {
    try (var commands = Pipe.open();
        var answers = Pipe.open()) {
      // Opened while both of their ends are: opening half a pipe waits for the other half.
      var writer = Files.newOutputStream(commands.write().path(), StandardOpenOption.WRITE);
      var reader =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(answers.read().path()), UTF_8));
      var zygote =
          new Running(spawn(commands.read().path(), answers.write().path()), writer, reader);
      tell(zygote, HexFormat.of().formatHex(SystemCallFilter.compile()));
      tell(zygote, HexFormat.of().formatHex(SystemCallFilter.compileForTemplate()));
      return zygote;
    }
  }

  private Child spawn(Path input, Path output) throws IOException {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "sh"));
    command.add(roots.path(first.root()).toString());
    command.addAll(first.command());
    var environment = new HashMap<>(Map.of("PATH", PATH));
    environment.putAll(first.environment());
    var spawn = new Spawn(command, environment, input, output, Handed.NOTHING);
    return thread.call(
        () -> roots.inside(() -> thread.inCopiedMounts(() -> children.start(spawn))));
  }

  @Override
  public synchronized void close() throws IOException {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
