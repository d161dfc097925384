package dev.hearth.observability;

import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.LineBuffer.Line;
import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.observability.store.LogStreams;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Logs through a bounded buffer in memory: lines are stored a moment later, many in one
/// transaction. What is in the buffer when the process is killed is lost, as on AWS.
public final class BufferedLogs implements Logs, AutoCloseable {
  /// The tables, which the database must have been opened with.
  public static final Schema SCHEMA = new Schema("logs");

  /// Most memory of the buffer, and so of what is lost by a kill.
  private static final int BUFFER_BYTES = 32 * 1024 * 1024;

  /// Most lines of one transaction.
  private static final int BATCH_LINES = 2_000;

  /// Longest line that stays one event: it is at most 768 KiB in UTF-8, and an event 1 MiB.
  private static final int LONGEST_LINE_CHARS = 256 * 1024;

  /// How long the first line of a batch waits for others: a sync of the disk for each line would
  /// take more from the functions than their lines are worth.
  private static final Duration LINGER = Duration.ofMillis(50);

  /// When storing fails: until the next try.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(BufferedLogs.class.getName());

  private final Database database;
  private final InstantSource clock;
  private final LineBuffer buffer = new LineBuffer(BUFFER_BYTES, BATCH_LINES);
  private final Thread writer;

  public BufferedLogs(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("logs").start(this::write);
  }

  @Override
  public void append(Stream stream, Instant time, String line) {
    var start = 0;
    do {
      var end = Math.min(start + LONGEST_LINE_CHARS, line.length());
      if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
        end--; // a character's two halves stay together
      }
      buffer.offer(new Line(stream, time, line.substring(start, end)));
      start = end;
    } while (start < line.length());
  }

  @Override
  public void flush() {
    buffer.awaitStored();
  }

  @Override
  public long dropped() {
    return buffer.dropped();
  }

  /// Stores what is in the buffer, with one last try, and ends.
  @Override
  public void close() {
    buffer.close();
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        writer.interrupt(); // no more pauses: what cannot be stored now is dropped
      }
    }
  }

  private void write() {
    for (var lines = buffer.take(LINGER); !lines.isEmpty(); lines = buffer.take(LINGER)) {
      if (stored(lines)) {
        buffer.stored(lines);
      } else {
        buffer.lost(lines);
      }
    }
  }

  /// Stores lines, and tries again until it succeeds or the end has come.
  private boolean stored(List<Line> lines) {
    while (true) {
      try {
        return database.write(sql -> store(sql, lines));
      } catch (ServiceException _) {
        if (!buffer.pause(PAUSE)) {
          return false;
        }
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, lines.size() + " log lines could not be stored", e);
        return false; // they never can: those behind them shall not wait for it
      }
    }
  }

  private boolean store(Handle sql, List<Line> lines) {
    Map<Stream, List<LogEvent.New>> events = new LinkedHashMap<>();
    for (var line : lines) {
      events
          .computeIfAbsent(line.stream(), _ -> new ArrayList<>())
          .add(new LogEvent.New(line.time(), line.text()));
    }
    events.forEach((stream, added) -> store(sql, stream, added));
    return true;
  }

  private void store(Handle sql, Stream stream, List<LogEvent.New> events) {
    var now = clock.instant();
    var groups = new LogGroups(sql);
    var group =
        groups
            .find(stream.account(), stream.region(), stream.group())
            .or(
                () ->
                    groups.create(
                        stream.account(), stream.region(), stream.group(), "STANDARD", now))
            .orElseThrow();
    var streams = new LogStreams(sql);
    var target =
        streams
            .find(group, stream.name())
            .or(() -> streams.create(group, stream.name(), now))
            .orElseThrow();
    new LogEvents(sql).append(target, events, now);
  }
}
