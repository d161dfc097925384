package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queues on a disk without room; SQLite reports a reached limit of pages as it does a full disk.
class FullDiskTest {
  private static final long ALL = 1L << 30;

  @Test
  void aFullDiskRefusesMessagesAndHarmsNoneThatAreStored(@TempDir Path folder) {
    try (var database = Databases.sqlite(folder.resolve("queues.db"), QueuesPart.SCHEMA)) {
      var queues =
          new Queues(
              database,
              InstantSource.system(),
              () -> UUID.randomUUID().toString(),
              new SecureRandom());
      var arn = Queue.arn(Region.DEFAULT, new AccountId("123456789012"), "q");
      var queue = queues.directory().create(arn, Map.of(), Map.of());
      limit(database, pages(database) + 100);
      var acknowledged = new TreeSet<String>();

      assertThatThrownBy(() -> fill(queues, queue, acknowledged))
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.status()).isEqualTo(503))
          .hasMessageContaining("disk is full")
          .hasMessageContaining("Nothing was stored");

      // Receiving and deleting take no more room, and make some.
      var first = queues.receive(queue, Receive.upTo(10, Duration.ZERO), ANYBODY);
      queues.delete(queue, first.stream().map(ReceivedMessage::receiptHandle).toList());
      acknowledged.add(queues.send(queue, message(), ANYBODY).messageId());

      limit(database, ALL);
      acknowledged.add(queues.send(queue, message(), ANYBODY).messageId());
      var received = new TreeSet<>(first.stream().map(ReceivedMessage::messageId).toList());
      for (var some = first;
          !some.isEmpty();
          some = queues.receive(queue, Receive.upTo(10, Duration.ZERO), ANYBODY)) {
        some.forEach(each -> received.add(each.messageId()));
      }
      assertThat(acknowledged).hasSizeGreaterThan(50);
      assertThat(received).isEqualTo(acknowledged);
    }
  }

  private static OutgoingMessage message() {
    return OutgoingMessage.of("x".repeat(1_024), "AIDAFULL");
  }

  private static void fill(Queues queues, Queue queue, Set<String> acknowledged) {
    while (true) {
      List<SentMessage> sent = queues.send(queue, Collections.nCopies(10, message()), ANYBODY);
      sent.forEach(each -> acknowledged.add(each.messageId()));
    }
  }

  private static long pages(Database database) {
    return database.read(sql -> sql.select("PRAGMA page_count").mapTo(Long.class).one());
  }

  private static void limit(Database database, long pages) {
    database.write(sql -> sql.select("PRAGMA max_page_count = " + pages).mapTo(Long.class).one());
  }
}
