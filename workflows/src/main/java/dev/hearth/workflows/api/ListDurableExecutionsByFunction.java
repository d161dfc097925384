package dev.hearth.workflows.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.execution.ExecutionTables.Filter;
import dev.hearth.workflows.execution.Executions;
import dev.hearth.workflows.execution.StoredExecution;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Execution;
import software.amazon.awssdk.services.lambda.model.ListDurableExecutionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListDurableExecutionsByFunctionResponse;

/// The executions of a function, the newest first unless the order is reversed.
final class ListDurableExecutionsByFunction
    implements Operation<
        ListDurableExecutionsByFunctionRequest, ListDurableExecutionsByFunctionResponse> {
  private final Executions executions;
  private final Functions functions;

  ListDurableExecutionsByFunction(Executions executions, Functions functions) {
    this.executions = executions;
    this.functions = functions;
  }

  @Override
  public Access access(ListDurableExecutionsByFunctionRequest input, Call call) {
    return Access.to("lambda:ListDurableExecutionsByFunction", reference(input, call).arn());
  }

  @Override
  public ListDurableExecutionsByFunctionResponse run(
      ListDurableExecutionsByFunctionRequest input, Call call) {
    var reference = reference(input, call);
    var version =
        functions.resolve(
            reference.account(), reference.region(), reference.name(), reference.qualifier());
    var filter =
        new Filter(
            reference.unqualified(),
            reference.qualifier().isEmpty() ? "" : version.version(),
            input.durableExecutionName(),
            input.hasStatuses() ? input.statusesAsStrings() : List.of(),
            input.startedAfter(),
            input.startedBefore());
    var newestFirst = !Boolean.TRUE.equals(input.reverseOrder());
    int limit = Page.limit(input.maxItems());
    var after = Marker.read(input.marker());
    var found =
        executions.read(
            tables -> tables.list(filter, newestFirst, after.started(), after.id(), limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListDurableExecutionsByFunctionResponse.builder()
        .durableExecutions(page.stream().map(ListDurableExecutionsByFunction::show).toList())
        .nextMarker(found.size() > limit ? Marker.after(page.getLast()) : null)
        .build();
  }

  private static FunctionReference reference(
      ListDurableExecutionsByFunctionRequest input, Call call) {
    return FunctionReference.of(call, input.functionName(), input.qualifier());
  }

  private static Execution show(StoredExecution execution) {
    return Execution.builder()
        .durableExecutionArn(execution.arn().toString())
        .durableExecutionName(execution.arn().name())
        .functionArn(execution.arn().functionVersion().arn())
        .status(execution.outcome().status())
        .startTimestamp(execution.started())
        .endTimestamp(execution.outcome().ended())
        .build();
  }

  /// @param started when the execution that was listed last had begun; null at the beginning
  private record Marker(@Nullable Instant started, long id) {
    static Marker read(@Nullable String text) {
      if (text == null || text.isEmpty()) {
        return new Marker(null, 0);
      }
      var parts = text.split(":", -1);
      if (parts.length != 2) {
        throw Page.invalid(text);
      }
      return new Marker(Instant.ofEpochMilli(Page.after(parts[0], 0)), Page.after(parts[1], 0));
    }

    static String after(StoredExecution execution) {
      return execution.started().toEpochMilli() + ":" + execution.id();
    }
  }
}
