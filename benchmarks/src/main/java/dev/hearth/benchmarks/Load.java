package dev.hearth.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Sends one request again and again, over one connection or many, each waiting for its answer
/// before it sends the next.
final class Load {
  /// @param requestsPerSecond answered by all connections together
  record Throughput(double requestsPerSecond, long failed) {}

  private final URI endpoint;
  private final byte[] request;

  /// @param request a whole HTTP request
  Load(URI endpoint, byte[] request) {
    this.endpoint = endpoint;
    this.request = request;
  }

  /// Times of `samples` requests over one connection, after `warmUp` that are not counted.
  Samples alone(int warmUp, int samples) throws IOException {
    var times = new long[samples];
    try (var connection = new HttpConnection(endpoint)) {
      for (int i = -warmUp; i < samples; i++) {
        long start = System.nanoTime();
        var answer = connection.send(request);
        long time = System.nanoTime() - start;
        if (!answer.succeeded()) {
          throw new IOException("answered " + answer.status() + " " + answer.text());
        }
        if (i >= 0) {
          times[i] = time;
        }
      }
    }
    return new Samples(times);
  }

  /// Times of as many requests over one connection as are answered in `length`.
  Samples during(Duration length) throws IOException {
    var times = LongStream.builder();
    try (var connection = new HttpConnection(endpoint)) {
      long end = System.nanoTime() + length.toNanos();
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        var answer = connection.send(request);
        times.add(System.nanoTime() - start);
        if (!answer.succeeded()) {
          throw new IOException("answered " + answer.status() + " " + answer.text());
        }
      }
    }
    return new Samples(times.build().toArray());
  }

  /// What `clients` connections get answered in `length`, after `warmUp`.
  Throughput together(int clients, Duration warmUp, Duration length) {
    var answered = new AtomicLong();
    var failed = new AtomicLong();
    long start = System.nanoTime() + warmUp.toNanos();
    long end = start + length.toNanos();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < clients; i++) {
        all.add(threads.submit(() -> repeat(start, end, answered, failed)));
      }
      for (var each : all) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Throughput(answered.get() / (length.toNanos() / 1e9), failed.get());
  }

  private void repeat(long start, long end, AtomicLong answered, AtomicLong failed) {
    try (var connection = new HttpConnection(endpoint)) {
      for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
        boolean succeeded = connection.send(request).succeeded();
        if (!succeeded) {
          failed.incrementAndGet();
        } else if (now >= start) {
          answered.incrementAndGet();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
