package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.messaging.pipes.PipeTargets;
import dev.hearth.wire.ServiceOperation;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// All operations of EventBridge Pipes.
public final class PipeOperations {
  private PipeOperations() {}

  /// @param assumable whether Pipes may assume the role of an ARN
  /// @param announce has the engine look
  /// @param uuids new ones
  public static List<ServiceOperation<?>> of(
      MappingStore store,
      EventSources sources,
      PipeTargets targets,
      Predicate<String> assumable,
      Runnable announce,
      Supplier<String> uuids) {
    var input = new PipeInput(sources, targets, assumable);
    var pipes = new Pipes(store, announce);
    return List.of(
        new CreatePipe(pipes, input, uuids),
        new UpdatePipe(pipes, input),
        new DeletePipe(pipes),
        new DescribePipe(pipes),
        new ListPipes(pipes),
        new StartPipe(pipes),
        new StopPipe(pipes),
        new TagResource(pipes),
        new UntagResource(pipes),
        new ListTagsForResource(pipes));
  }
}
