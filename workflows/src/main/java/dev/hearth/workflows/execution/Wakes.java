package dev.hearth.workflows.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.store.WorkQueue;
import java.io.IOException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What is to be done for executions, now or later, as work in the queue of their database.
final class Wakes {
  /// The name of the queue.
  static final String QUEUE = "durable-executions";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final WorkQueue queue;

  Wakes(WorkQueue queue) {
    this.queue = queue;
  }

  /// One piece of work.
  ///
  /// @param chained the function to invoke; null where the execution itself is to be looked at
  /// @param deadLetter whether it failed and its input is a dead letter
  record Wake(long execution, @Nullable Chained chained, boolean deadLetter) {
    private Payload encode() {
      try {
        return Payload.of(MAPPER.writeValueAsBytes(this));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("unwritable", e);
      }
    }

    static Wake decode(Payload payload) {
      try {
        return MAPPER.readValue(payload.bytes(), Wake.class);
      } catch (IOException e) {
        throw new IllegalStateException("our own JSON", e);
      }
    }
  }

  /// An invocation that an execution asked for.
  ///
  /// @param operation that ends with it
  /// @param function a name or an ARN
  record Chained(
      String operation, String function, @Nullable String tenant, @Nullable String payload) {}

  void at(Handle sql, StoredExecution execution, Instant time) {
    enqueue(sql, execution, new Wake(execution.id(), null, false), time);
  }

  void chain(Handle sql, StoredExecution execution, Chained chained) {
    enqueue(sql, execution, new Wake(execution.id(), chained, false), Instant.EPOCH);
  }

  void deadLetter(Handle sql, StoredExecution execution) {
    enqueue(sql, execution, new Wake(execution.id(), null, true), Instant.EPOCH);
  }

  /// To be called after a transaction that may have added work.
  void announce() {
    queue.announce();
  }

  private void enqueue(Handle sql, StoredExecution execution, Wake wake, Instant time) {
    queue.enqueue(sql, execution.arn().functionVersion().functionArn(), wake.encode(), time);
  }
}
