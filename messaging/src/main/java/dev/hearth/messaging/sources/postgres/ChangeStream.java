package dev.hearth.messaging.sources.postgres;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.QueueReader.Message;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.format.Json;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A connection that changes come by, while it lives. It takes a bounded number of them ahead; then
/// the server waits.
///
/// Debezium is told of a record when all before it are acknowledged as well, and tells the server
/// of the last transaction that ended among them. That a transaction ended is in the heartbeats
/// between the records.
final class ChangeStream implements AutoCloseable {
  /// Records that are ahead, in their form as messages.
  private static final long MOST_BYTES = 16 << 20;

  /// How long its end may take, and how often it is looked for.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofMillis(100);

  // They tell every setting and every failure, which the mapping tells as well; fields, for loggers
  // are held weakly.
  private static final Logger NOISE = Logger.getLogger("io.debezium");
  private static final Logger NOISE_OF_KAFKA = Logger.getLogger("org.apache.kafka");

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Message> waiting = new ArrayDeque<>();

  // By receipts, in their order; all that is not acknowledged.
  private final Map<String, Arrived> pending = new LinkedHashMap<>();
  private final Changes changes;
  private final int most;
  private final int number = NUMBERS.incrementAndGet();
  private @Nullable DebeziumEngine<ChangeEvent<String, String>> engine;
  private volatile @Nullable Ended ended;
  private @Nullable String heartbeat; // the last record's receipt, where it is one
  private boolean closed;
  private long bytes;
  private long count;

  /// What Debezium delivered.
  private static final class Arrived {
    final ChangeEvent<String, String> event;
    final RecordCommitter<ChangeEvent<String, String>> committer;
    final int size;
    boolean done;

    /// @param size in bytes; of a heartbeat zero
    Arrived(
        ChangeEvent<String, String> event,
        RecordCommitter<ChangeEvent<String, String>> committer,
        int size,
        boolean done) {
      this.event = event;
      this.committer = committer;
      this.size = size;
      this.done = done;
    }
  }

  /// Nothing more will come.
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;

    Ended(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private ChangeStream(Arn source, int most) {
    changes = new Changes(source);
    this.most = most;
  }

  /// @param slot prepared
  /// @param most changes that are taken at once
  static ChangeStream open(PostgresSlot slot, Arn source, int most) {
    NOISE.setLevel(Level.OFF);
    NOISE_OF_KAFKA.setLevel(Level.SEVERE);
    var stream = new ChangeStream(source, most);
    var engine =
        DebeziumEngine.create(Json.class)
            .using(EngineSettings.of(slot, most))
            .using(ChangeStream.class.getClassLoader())
            .using(OffsetCommitPolicy.always())
            .using(
                (DebeziumEngine.CompletionCallback)
                    (_, message, error) -> stream.end(message, error))
            .notifying(stream::arrive)
            .build();
    stream.engine = engine;
    Thread.ofVirtual().name(slot.name()).start(engine);
    return stream;
  }

  private void end(@Nullable String message, @Nullable Throwable error) {
    lock.lock();
    try {
      ended = new Ended(message == null ? "ended" : message, error);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void arrive(
      List<ChangeEvent<String, String>> events,
      RecordCommitter<ChangeEvent<String, String>> committer)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (var event : events) {
        while (!closed && (waiting.size() >= most || bytes >= MOST_BYTES)) {
          changed.await();
        }
        if (closed) {
          throw new InterruptedException();
        }
        add(event, committer);
      }
      advance();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(
      ChangeEvent<String, String> event, RecordCommitter<ChangeEvent<String, String>> committer) {
    var receipt = number + ":" + ++count;
    var message = changes.message(receipt, event);
    int size = message == null ? 0 : message.record().size();
    if (message == null && heartbeat != null) {
      pending.remove(heartbeat); // the later one says as much, and they come for ever
    }
    heartbeat = message == null ? receipt : null;
    pending.put(receipt, new Arrived(event, committer, size, message == null));
    bytes += size;
    if (message != null) {
      waiting.add(message);
      changed.signalAll();
    }
  }

  /// @return nothing where none came in time
  List<Message> take(int most, Duration patience) throws InterruptedException, Ended {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && ended == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (ended != null) {
        throw ended; // all that came by it and is not acknowledged comes again
      }
      var taken = new ArrayList<Message>();
      while (taken.size() < most && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when the server has been told.
  void acknowledge(List<Message> messages) throws InterruptedException, Ended {
    lock.lockInterruptibly();
    try {
      for (var message : messages) {
        var arrived = pending.get(message.receipt());
        if (arrived != null) {
          arrived.done = true;
        }
      }
      advance();
      changed.signalAll();
    } catch (RuntimeException e) { // Debezium's, where the connection is gone
      throw new Ended("cannot acknowledge", e);
    } finally {
      lock.unlock();
    }
  }

  void giveBack(List<Message> messages) {
    lock.lock();
    try {
      messages.reversed().stream()
          .filter(message -> pending.containsKey(message.receipt()))
          .forEach(waiting::addFirst);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Tells of what is done with before the first that is not.
  private void advance() throws InterruptedException {
    if (ended != null || closed) {
      return;
    }
    RecordCommitter<ChangeEvent<String, String>> last = null;
    var each = pending.values().iterator();
    while (each.hasNext()) {
      var arrived = each.next();
      if (!arrived.done) {
        break;
      }
      arrived.committer.markProcessed(arrived.event);
      last = arrived.committer;
      bytes -= arrived.size;
      each.remove();
    }
    if (last != null) {
      last.markBatchFinished();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!stopped() && System.nanoTime() < end) {
      awaitEnd();
    }
  }

  /// An engine that is just beginning cannot be stopped yet.
  ///
  /// @return whether there is nothing more to wait for
  private boolean stopped() {
    try {
      if (engine != null && ended == null) {
        engine.close();
      }
    } catch (IOException | IllegalStateException _) {
      // It has ended by itself, it is about to, or it begins.
    }
    return ended != null;
  }

  /// Waits a little, even on a thread that was interrupted: what is left behind would keep the
  /// slot.
  private void awaitEnd() {
    lock.lock();
    try {
      boolean interrupted = Thread.interrupted();
      long left = LOOK.toNanos();
      while (ended == null && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
