package dev.hearth.messaging.mappings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.QueueSource.GivingUp;
import dev.hearth.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of messages that their queue would keep for ever.
class HeldBatchesTest {
  @TempDir private Path folder;
  private Database database;
  private Lab lab;
  private final Recorder queue = new Recorder();

  @BeforeEach
  void open() {
    database = Lab.open(folder);
    lab =
        new Lab(
            database,
            "u",
            Lab.QUEUE,
            settings ->
                settings
                    .queues("topic")
                    .destinationConfig(
                        config ->
                            config.onFailure(
                                failure -> failure.destination(Lab.FAILURES.toString()))));
    lab.function = _ -> Lab.failure();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// A queue that tells what was done to it, and how many records the destination had by then.
  private final class Recorder implements QueueReader {
    final List<String> done = new ArrayList<>();

    @Override
    public List<Message> receive(Arn queue, int most, Duration patience) {
      return List.of();
    }

    private void note(String what, List<Message> messages) {
      lab.deliveries.worker().runDue();
      messages.forEach(each -> done.add(what + " " + each.id() + " after " + lab.delivered.size()));
    }

    @Override
    public void delete(Arn queue, List<Message> messages) {
      note("delete", messages);
    }

    @Override
    public void release(Arn queue, List<Message> messages) {
      note("release", messages);
    }

    @Override
    public void reject(Arn queue, List<Message> messages) {
      note("reject", messages);
    }

    @Override
    public Duration visibility(Arn queue) {
      return Duration.ofMinutes(1);
    }
  }

  private void work(Stop stop) {
    var held =
        new HeldBatches(
            queue,
            lab.mapping,
            new FunctionTaker(lab.invoker, lab.mapping, EventSource.Frame.RECORDS, () -> {}),
            lab.results,
            stop,
            new LaneLog(lab.store, lab.deliveries),
            new GivingUp(0, "TestBatchInfo"),
            lab.clock);
    held.work(List.of(message("a"), message("b")));
  }

  private static QueueReader.Message message(String id) {
    return new QueueReader.Message(id, id, null, Payload.of("{\"id\":\"" + id + "\"}"));
  }

  @Test
  void whatIsGivenUpIsTheDestinationsBeforeTheQueueForgetsIt() {
    work(new Stop());

    assertThat(queue.done).containsExactly("delete a after 2", "delete b after 2");
    assertThat(lab.delivered.getFirst().body().text())
        .contains("\"TestBatchInfo\":{")
        .contains("\"payload\":{\"id\":\"a\"}");
  }

  @Test
  void aNodeThatDoesNotHoldTheMappingAnyMoreGivesNothingUp() {
    lab.store.release("u");

    work(new Stop());

    assertThat(queue.done).containsExactly("release a after 0", "release b after 0");
  }

  @Test
  void whatFailsWhileHearthStopsWasNoAttempt() {
    var stop = new Stop();
    lab.function =
        _ -> {
          stop.request();
          return Lab.failure();
        };

    work(stop);

    assertThat(queue.done).containsExactly("release a after 0", "release b after 0");
  }
}
