package dev.hearth.messaging.mappings.engine;

import dev.hearth.invocation.Lineage;
import dev.hearth.messaging.mappings.EventSource.Frame;
import dev.hearth.messaging.mappings.QueueReader.Message;
import dev.hearth.messaging.mappings.QueueSource.SourceRole;
import dev.hearth.messaging.mappings.store.Mapping;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function, invoked with each batch.
final class FunctionTaker implements BatchTaker {
  private final BatchInvoker invoker;
  private final Mapping mapping;
  private final Frame frame;
  private final Runnable role;

  /// @param role checks what its execution role may
  FunctionTaker(BatchInvoker invoker, Mapping mapping, Frame frame, Runnable role) {
    this.invoker = invoker;
    this.mapping = mapping;
    this.frame = frame;
    this.role = role;
  }

  @Override
  public BatchOutcome take(List<Message> batch) {
    var event = BatchEvent.of(frame, batch.stream().map(Message::record).toList());
    return invoker.invoke(mapping.function(), event, trace(batch));
  }

  /// Of several traces the one that went through the function most often: so loops are noticed.
  private @Nullable String trace(List<Message> batch) {
    return batch.stream()
        .map(Message::traceId)
        .filter(trace -> trace != null)
        .max(Comparator.comparingInt(t -> Lineage.count(t, mapping.function().functionArn())))
        .orElse(null);
  }

  @Override
  public boolean isLoop(@Nullable String traceId) {
    return invoker.isLoop(mapping.function(), traceId);
  }

  @Override
  public SourceRole role() {
    return new SourceRole(
        "lambda.amazonaws.com", invoker.version(mapping.function()).settings().role());
  }

  @Override
  public void checkRole() {
    role.run();
  }
}
