package dev.hearth.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Clients of one queue that send to it, or receive and delete, each waiting for an answer before
/// it asks for more.
final class QueueLoad {
  private static final int MESSAGE_BYTES = 1_024;

  private final QueueServer server;
  private final String queue;
  private final int batch;
  private final byte[] send;
  private final byte[] receive;

  /// @param queue its URL
  /// @param batch messages in a request; 1 takes the operations for single messages
  QueueLoad(QueueServer server, String queue, int batch) {
    this.server = server;
    this.queue = queue;
    this.batch = batch;
    send =
        batch == 1
            ? server.request("SendMessage", "{\"QueueUrl\":\"%s\",%s}".formatted(queue, body()))
            : entries("SendMessageBatch", batch, _ -> body());
    receive =
        server.request(
            "ReceiveMessage",
            "{\"QueueUrl\":\"%s\",\"MaxNumberOfMessages\":%d}".formatted(queue, batch));
  }

  /// What clients got done.
  ///
  /// @param perSecond messages
  /// @param sends times of single requests; null where there were none, as the other two
  record Outcome(
      long messages,
      double perSecond,
      @Nullable Samples sends,
      @Nullable Samples receives,
      @Nullable Samples deletes) {}

  /// Sends for `length`, or until `most` messages are sent.
  Outcome send(int clients, Duration length, long most) throws IOException {
    return run(clients, length, new AtomicLong(most), this::send);
  }

  /// Receives and deletes for `length`, or until the queue is empty.
  Outcome drain(int clients, Duration length) throws IOException {
    return run(clients, length, new AtomicLong(Long.MAX_VALUE), this::drain);
  }

  /// One client, and the times of its requests.
  private static final class Client implements AutoCloseable {
    final HttpConnection connection;
    final LongStream.Builder sends = LongStream.builder();
    final LongStream.Builder receives = LongStream.builder();
    final LongStream.Builder deletes = LongStream.builder();
    long messages;

    Client(QueueServer server) throws IOException {
      connection = new HttpConnection(server.endpoint());
    }

    HttpConnection.Answer timed(byte[] request, LongStream.Builder times) throws IOException {
      long start = System.nanoTime();
      var answer = connection.send(request);
      times.add(System.nanoTime() - start);
      return answer;
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /// What a client does again and again.
  private interface Step {
    /// @return how many messages; 0 when there is no more to do
    int run(Client client) throws IOException;
  }

  private int send(Client client) throws IOException {
    QueueServer.read(client.timed(send, client.sends));
    return batch;
  }

  private int drain(Client client) throws IOException {
    var received = QueueServer.read(client.timed(receive, client.receives)).path("Messages");
    if (received.isEmpty()) {
      return 0;
    }
    var handles = received.findValuesAsText("ReceiptHandle");
    var delete =
        batch == 1
            ? server.request(
                "DeleteMessage",
                "{\"QueueUrl\":\"%s\",\"ReceiptHandle\":\"%s\"}"
                    .formatted(queue, handles.getFirst()))
            : entries(
                "DeleteMessageBatch",
                handles.size(),
                i -> "\"ReceiptHandle\":\"%s\"".formatted(handles.get(i)));
    QueueServer.read(client.timed(delete, client.deletes));
    return handles.size();
  }

  private Outcome run(int clients, Duration length, AtomicLong left, Step step) throws IOException {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    var all = new ArrayList<Client>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var running = new ArrayList<Future<Client>>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> repeat(step, left, end)));
      }
      for (var each : running) {
        all.add(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    long messages = all.stream().mapToLong(client -> client.messages).sum();
    return new Outcome(
        messages,
        messages / ((System.nanoTime() - start) / 1e9),
        samples(all.stream().map(client -> client.sends).toList()),
        samples(all.stream().map(client -> client.receives).toList()),
        samples(all.stream().map(client -> client.deletes).toList()));
  }

  private Client repeat(Step step, AtomicLong left, long end) throws IOException {
    try (var client = new Client(server)) {
      while (System.nanoTime() < end && left.getAndAdd(-batch) > 0) {
        int done = step.run(client);
        if (done == 0) {
          break;
        }
        client.messages += done;
      }
      return client;
    }
  }

  private static @Nullable Samples samples(List<LongStream.Builder> times) {
    var all = times.stream().flatMapToLong(LongStream.Builder::build).toArray();
    return all.length == 0 ? null : new Samples(all);
  }

  private static String body() {
    return "\"MessageBody\":\"" + "x".repeat(MESSAGE_BYTES) + "\"";
  }

  private byte[] entries(String operation, int count, IntFunction<String> entry) {
    var entries =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"Id\":\"%d\",%s}".formatted(i, entry.apply(i)))
            .collect(Collectors.joining(","));
    return server.request(
        operation, "{\"QueueUrl\":\"%s\",\"Entries\":[%s]}".formatted(queue, entries));
  }
}
