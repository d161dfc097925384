package dev.hearth.benchmarks;

import dev.hearth.cli.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Clients, each on a thread of its own, until the Hearth that they talk to is killed.
final class CrashClients implements AutoCloseable {
  private final Semaphore accepted = new Semaphore(0);
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /// Does `turn` again and again until nobody answers.
  void repeat(Runnable turn) {
    threads.execute(
        () -> {
          try {
            while (!Thread.currentThread().isInterrupted()) {
              turn.run();
            }
          } catch (AwsServiceException refusal) {
            refusals.add(refusal.getMessage()); // killed or not, it must not say no
          } catch (SdkException _) {
            // nobody answers: it was killed
          }
        });
  }

  /// Something was acknowledged.
  void accepted() {
    accepted.release();
  }

  /// Waits until `count` were acknowledged.
  void await(int count) throws IOException {
    try {
      if (!accepted.tryAcquire(count, 2, TimeUnit.MINUTES)) {
        throw new Failure("Not even " + count + " were accepted within two minutes: " + refusals);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Waits until every client has noticed.
  ///
  /// @return what Hearth refused
  List<String> finish() {
    threads.close();
    return List.copyOf(refusals);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
