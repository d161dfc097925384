package dev.hearth.messaging.sources.kafka;

import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// The one thread that uses a mapping's consumer, which belongs to one thread. It fetches for those
/// partitions of which somebody waits for records, and nothing ahead of them but what an answer of
/// the broker brings along. A platform thread: a selector holds the carrier of a virtual one.
final class KafkaPoller {
  static final int MOST_RECORDS = 1_000;

  /// Largest page, in bytes of keys and values.
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  /// How long the thread waits for records, or for work, at a time.
  private static final Duration TURN = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final String servers;
  private final Duration patience;
  private final Supplier<Consumer<byte[], byte[]>> connect;
  private final String name;
  private final Queue<Task<?>> tasks = new ConcurrentLinkedQueue<>();

  // Guards all that follows, and is where threads wait for each other.
  private final Object lock = new Object();
  private final Map<TopicPartition, KafkaBuffer> buffers = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
  private @Nullable Thread thread;
  private @Nullable Consumer<byte[], byte[]> polling;
  private @Nullable RuntimeException failure;
  private boolean closed;

  /// @param name of the thread, and what the cluster knows this client by
  KafkaPoller(KafkaCluster cluster, String group, String name) {
    servers = cluster.servers();
    patience = cluster.patience().multipliedBy(3); // several questions may wait
    connect = () -> cluster.connect(group, name);
    this.name = name;
  }

  /// Has the thread ask the cluster something.
  ///
  /// @throws ServiceException where it does not answer
  <T> T call(Function<Consumer<byte[], byte[]>, T> question) {
    var task = new Task<T>(question, new CompletableFuture<>());
    tasks.add(task);
    wake();
    try {
      return task.answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw refusal(e.getCause());
    } catch (TimeoutException e) {
      throw refusal(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw refusal(null);
    }
  }

  /// What the cluster is to be asked.
  private record Task<T>(
      Function<Consumer<byte[], byte[]>, T> question, CompletableFuture<T> answer) {
    void ask(Consumer<byte[], byte[]> consumer) {
      try {
        answer.complete(question.apply(consumer));
      } catch (WakeupException _) {
        answer.complete(question.apply(consumer)); // it was meant for a poll that had ended
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /// Records of a partition from an offset on; when there are none, waits for the first.
  KafkaBuffer.Read read(TopicPartition partition, long offset, int most, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      var buffer = buffers.computeIfAbsent(partition, _ -> new KafkaBuffer());
      buffer.moveTo(offset);
      buffer.wanted = true;
      wake();
      try {
        while (buffer.isEmpty() && failure == null && !closed) {
          long left = (end - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            break;
          }
          lock.wait(left);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        buffer.wanted = false;
      }
      if (failure != null) {
        throw refusal(failure);
      }
      return buffer.take(most, MOST_BYTES);
    }
  }

  /// Tells the group, some time soon, that all before an offset is done with.
  void commit(TopicPartition partition, long offset) {
    synchronized (lock) {
      commits.put(partition, new OffsetAndMetadata(offset));
      wake();
    }
  }

  /// Ends the thread, which tells first what there is to commit.
  void close() {
    synchronized (lock) {
      closed = true;
      wake();
    }
  }

  private void wake() {
    synchronized (lock) {
      if (thread == null && !closed) {
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
      }
      if (polling != null) {
        polling.wakeup();
      }
      lock.notifyAll();
    }
  }

  private void run() {
    while (!isClosed()) {
      try (var consumer = connect.get()) {
        while (!isClosed()) {
          turn(consumer);
        }
        commit(consumer);
      } catch (RuntimeException | LinkageError e) {
        fail(e instanceof RuntimeException known ? known : new IllegalStateException(e));
      }
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void turn(Consumer<byte[], byte[]> consumer) {
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      task.ask(consumer);
    }
    commit(consumer);
    if (!prepare(consumer)) {
      return;
    }
    try {
      var records = consumer.poll(TURN);
      synchronized (lock) {
        failure = null;
        for (var partition : records.partitions()) {
          buffer(partition).add(records.records(partition));
        }
        for (var partition : consumer.assignment()) {
          buffer(partition).fetched(consumer.position(partition));
        }
        lock.notifyAll();
      }
    } catch (WakeupException _) {
      // there is something else to do
    } finally {
      synchronized (lock) {
        polling = null;
      }
    }
  }

  private KafkaBuffer buffer(TopicPartition partition) {
    return Objects.requireNonNull(buffers.get(partition), "only partitions with one are assigned");
  }

  /// Makes the consumer fetch what is waited for.
  ///
  /// @return false where nothing is, after some time without work
  private boolean prepare(Consumer<byte[], byte[]> consumer) {
    synchronized (lock) {
      var wanted = new HashSet<TopicPartition>();
      buffers.forEach(
          (partition, buffer) -> {
            if (buffer.wanted && buffer.isEmpty()) {
              wanted.add(partition);
            }
          });
      if (wanted.isEmpty()) {
        if (tasks.isEmpty() && commits.isEmpty() && !closed) {
          pause(TURN);
        }
        return false;
      }
      assign(consumer, wanted);
      if (tasks.isEmpty()) {
        polling = consumer;
      }
      return tasks.isEmpty();
    }
  }

  private void assign(Consumer<byte[], byte[]> consumer, Set<TopicPartition> wanted) {
    if (!consumer.assignment().equals(buffers.keySet())) {
      consumer.assign(buffers.keySet());
      buffers.values().forEach(KafkaBuffer::toBeSought);
    }
    buffers.forEach(
        (partition, buffer) -> {
          if (buffer.sought()) {
            consumer.seek(partition, buffer.next());
          }
        });
    var idle = new HashSet<>(buffers.keySet());
    idle.removeAll(wanted);
    consumer.pause(idle);
    consumer.resume(wanted);
  }

  private void commit(Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, OffsetAndMetadata> now;
    synchronized (lock) {
      now = Map.copyOf(commits);
      commits.clear();
    }
    if (!now.isEmpty()) {
      // What counts is stored already; the next commit makes good for one that fails.
      consumer.commitAsync(now, (_, _) -> {});
    }
  }

  private void fail(RuntimeException e) {
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      task.answer.completeExceptionally(e); // who asks is to know why
    }
    synchronized (lock) {
      failure = e;
      buffers.values().forEach(KafkaBuffer::toBeSought);
      lock.notifyAll();
      if (!closed) {
        pause(AGAIN);
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // waking up early does no harm
  private void pause(Duration pause) {
    try {
      lock.wait(pause.toMillis());
    } catch (InterruptedException _) {
      closed = true; // nobody interrupts this thread but a JVM that ends
    }
  }

  /// A refusal that the mapping's user is told.
  private ServiceException refusal(@Nullable Throwable cause) {
    return KafkaProblems.of(servers, cause);
  }
}
