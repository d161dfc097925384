package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.egress.EgressGateway;
import dev.hearth.sandbox.linux.Child;
import dev.hearth.sandbox.linux.ControlGroup;
import dev.hearth.sandbox.linux.ExitStatus;
import dev.hearth.sandbox.logs.LogPipe;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A sandbox without its function: an isolated process, its limits, and all that connects it to
/// this process. When the process ends, for whatever reason, the rest goes with it.
final class Cell implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Cell.class.getName());

  private final Parts parts;
  private final Child process;
  private final int user;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile long peakMemoryBytes;
  private volatile boolean ending;

  /// What a cell has before its process runs.
  ///
  /// @param id unique in this node's life
  /// @param release gives the user id back
  record Parts(String id, ControlGroup group, LogPipe output, RuntimeApi api, Runnable release) {

    /// Lets go of everything; no process of the cell's may be left.
    void discard() {
      output.close();
      api.close();
      try {
        group.remove();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a control group of " + id + " is left behind", e);
      }
      release.run();
    }
  }

  /// @param process process 1 inside, or `bwrap` outside
  /// @param user the host's id of the user that all inside runs as
  Cell(Parts parts, Child process, int user, EgressGateway gateway) {
    this.parts = parts;
    this.process = process;
    this.user = user;
    var _ =
        process
            .exit()
            .thenAccept(
                status -> Thread.ofVirtual().name("cell-end").start(() -> ended(status, gateway)));
  }

  private void ended(ExitStatus status, EgressGateway gateway) {
    try {
      boolean outOfMemory = parts.group().killedForMemory();
      peakMemoryBytes = parts.group().peakMemoryBytes();
      // Last words first: a run that ends now must find them in its log.
      parts.output().close();
      parts.api().processEnded(status.toString(), outOfMemory);
      gateway.close();
      parts.discard();
    } finally {
      gone.complete(null);
    }
  }

  String id() {
    return parts.id();
  }

  int user() {
    return user;
  }

  RuntimeApi api() {
    return parts.api();
  }

  LogPipe output() {
    return parts.output();
  }

  ControlGroup group() {
    return parts.group();
  }

  /// See [Child#inside()].
  OptionalInt firstProcess() throws IOException {
    return process.inside();
  }

  long peakMemoryBytes() {
    return alive() ? parts.group().peakMemoryBytes() : peakMemoryBytes;
  }

  boolean alive() {
    return !process.exit().isDone();
  }

  /// Completes once the process has ended and nothing of the cell is left.
  CompletableFuture<Void> gone() {
    return gone;
  }

  /// Whether it has been asked to end by itself.
  boolean ending() {
    return ending;
  }

  /// Has all that runs inside end by itself, and kills what has not. Returns at once.
  ///
  /// @param limit how long it may take
  void end(Duration limit) {
    ending = true;
    Thread.ofVirtual().name("cell-shutdown").start(() -> awaitEnd(limit));
  }

  private void awaitEnd(Duration limit) {
    try {
      var first = firstProcess();
      if (first.isPresent()) {
        Child.terminateFirstOf(first.getAsInt());
      }
      CompletableFuture.anyOf(gone, parts.api().ended())
          .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the runtime of " + id() + " has ended before", e);
    } finally {
      close();
    }
  }

  /// Kills all that runs inside, at once; the rest is let go as soon as it has ended.
  @Override
  public void close() {
    process.killInside();
  }
}
