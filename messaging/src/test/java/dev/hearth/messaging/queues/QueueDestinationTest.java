package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.invocation.ledger.Sending.Kind;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.messaging.sealing.TestKeys;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueDestinationTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final String ROLE = "arn:aws:iam::123456789012:role/f";

  @TempDir Path folder;
  private Database database;
  private Queues queues;

  @BeforeEach
  void open() {
    database = Databases.sqlite(folder.resolve("messaging.db"), QueuesPart.SCHEMA);
    queues = new Queues(database, new SteppedClock(), () -> "m1", new SecureRandom());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Arn arn(String name) {
    return Queue.arn(Region.DEFAULT, ACCOUNT, name);
  }

  private Receipt deliver(String name) {
    return new QueueDestination(queues, (_, role, _) -> TestKeys.user(role).caller().get())
        .deliver(
            new Delivery(
                new FunctionReference(ACCOUNT, Region.DEFAULT, "f", ""),
                "request",
                Kind.DEAD_LETTER,
                arn(name),
                ROLE,
                null,
                Map.of("RequestID", "request", "ErrorCode", "200", "ErrorMessage", "it broke"),
                Payload.of("{\"n\":1}")));
  }

  @Test
  void aDeadLetterOfAFunctionIsAMessageWithItsAttributes() {
    var queue = queues.directory().create(arn("q"), Map.of(), Map.of());
    assertThat(deliver("q")).isEqualTo(new Receipt.Delivered());
    var message = queues.receive(queue, Receive.upTo(1, Duration.ZERO), ANYBODY).getFirst();
    assertThat(message.body()).isEqualTo("{\"n\":1}");
    assertThat(message.attributes())
        .isEqualTo(
            Map.of(
                "RequestID", MessageAttribute.string("request"),
                "ErrorCode", MessageAttribute.number("200"),
                "ErrorMessage", MessageAttribute.string("it broke")));
    assertThat(message.sender()).isEqualTo(ROLE);
  }

  @Test
  void aQueueThatIsNotThereOrIsAFifoQueueTakesNone() {
    queues.directory().create(arn("q.fifo"), Map.of("FifoQueue", "true"), Map.of());
    assertThat(deliver("none")).isInstanceOf(Receipt.Refused.class);
    assertThat(deliver("q.fifo")).isInstanceOf(Receipt.Refused.class);
  }
}
