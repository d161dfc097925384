package dev.hearth.messaging.mappings.engine;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.Lineage;
import dev.hearth.invocation.TraceId;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Invokes functions with batches, and waits for them.
public final class BatchInvoker {
  private static final System.Logger LOG = System.getLogger(BatchInvoker.class.getName());

  private final Functions functions;
  private final EventRunner runner;
  private final AsyncSettings.Source settings;
  private final Supplier<String> requestIds;
  private final InstantSource clock;

  /// @param settings tells whether a function may call itself in a loop
  /// @param requestIds UUIDs
  public BatchInvoker(
      Functions functions,
      EventRunner runner,
      AsyncSettings.Source settings,
      Supplier<String> requestIds,
      InstantSource clock) {
    this.functions = functions;
    this.runner = runner;
    this.settings = settings;
    this.requestIds = requestIds;
    this.clock = clock;
  }

  /// @param traceId what the batch comes from was sent in, or null
  public BatchOutcome.OfFunction invoke(
      FunctionReference function, Payload event, @Nullable String traceId) {
    var requestId = requestIds.get();
    var trace =
        Lineage.entered(TraceId.of(traceId, requestId, clock.instant()), function.functionArn());
    try {
      var answer = runner.run(function, new Event(requestId, function.arn(), event, null, trace));
      return answer.functionError() == null
          ? new BatchOutcome.Succeeded(answer, requestId)
          : new BatchOutcome.Failed(answer, requestId);
    } catch (ServiceException e) {
      return new BatchOutcome.Refused(
          "PROBLEM: Function call failed: " + e.code() + ": " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A batch for " + function.arn() + " could not be run", e);
      return new BatchOutcome.Refused(
          "PROBLEM: internal Lambda error. Please contact Lambda customer support.");
    }
  }

  /// Whether the function is to be stopped, for it was entered too often on the way here.
  boolean isLoop(FunctionReference function, @Nullable String traceId) {
    return Lineage.isLoop(traceId, function.functionArn()) && settings.of(function).endsLoops();
  }

  /// What would run now.
  ///
  /// @throws ServiceException `ResourceNotFoundException` where it is gone
  FunctionVersion version(FunctionReference function) {
    return functions.resolve(
        function.account(), function.region(), function.name(), function.qualifier());
  }
}
