package dev.hearth.invocation.api;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.ActiveVersion;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.Invoker;
import dev.hearth.invocation.TraceId;
import dev.hearth.invocation.async.AsyncInvocations;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Base64;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/// Runs a function: waits for its answer (`RequestResponse`), accepts the event durably (`Event`),
/// or only checks that the caller may (`DryRun`). Source: AWS Lambda API Reference, "Invoke".
public final class Invoke implements Operation<InvokeRequest, InvokeResponse> {
  private final Functions functions;
  private final Invoker invoker;
  private final AsyncInvocations async;
  private final Loops loops;
  private final DurableInvoke durable;

  /// @param settings tells whether a function is to be stopped when it calls itself in a loop
  public Invoke(
      Functions functions,
      Invoker invoker,
      AsyncInvocations async,
      AsyncSettings.Source settings,
      DurableFunctions durable) {
    this.functions = functions;
    this.invoker = invoker;
    this.async = async;
    this.loops = new Loops(settings);
    this.durable = new DurableInvoke(durable);
  }

  @Override
  public Access access(InvokeRequest input, Call call) {
    return Access.to("lambda:InvokeFunction", reference(input, call).arn());
  }

  @Override
  public InvokeResponse run(InvokeRequest input, Call call) {
    var reference = reference(input, call);
    var version = version(reference); // an event for no function is refused, not accepted and lost
    var isDurable = DurableInvoke.wants(version, reference, input);
    return switch (type(input)) {
      case DRY_RUN -> {
        TenantId.check(version, input.tenantId());
        yield InvokeResponse.builder().statusCode(204).build();
      }
      case EVENT -> {
        TenantId.check(version, input.tenantId());
        var payload = EventPayload.async(input.payload());
        var event = event(reference, input, call, payload, traceId(call));
        if (isDurable) {
          yield durable.run(version, input, event, false);
        }
        async.accept(reference, event);
        yield InvokeResponse.builder().statusCode(202).build();
      }
      default -> {
        var payload = EventPayload.sync(input.payload());
        var event = event(reference, input, call, payload, loops.enter(reference, traceId(call)));
        yield isDurable
            ? durable.run(version, input, event, true)
            : response(input, invoker.invoke(() -> version(reference, event), event));
      }
    };
  }

  private static InvocationType type(InvokeRequest input) {
    return Objects.requireNonNullElse(input.invocationType(), InvocationType.REQUEST_RESPONSE);
  }

  private static FunctionReference reference(InvokeRequest input, Call call) {
    return FunctionReference.of(call, input.functionName(), input.qualifier());
  }

  private FunctionVersion version(FunctionReference reference) {
    return ActiveVersion.of(functions, reference);
  }

  private FunctionVersion version(FunctionReference reference, Event event) {
    var version = version(reference);
    TenantId.check(version, event.tenantId());
    return version;
  }

  private static String traceId(Call call) {
    return TraceId.of(call.traceId(), call.requestId(), call.time());
  }

  private static Event event(
      FunctionReference reference,
      InvokeRequest input,
      Call call,
      Payload payload,
      String traceId) {
    return new Event(
        call.requestId(),
        reference.arn(),
        payload,
        ClientContext.decode(input.clientContext()),
        traceId,
        input.tenantId());
  }

  private static InvokeResponse response(InvokeRequest input, Answer answer) {
    var response =
        InvokeResponse.builder()
            .statusCode(200)
            .executedVersion(answer.executedVersion())
            .functionError(answer.functionError())
            .payload(SdkBytes.fromByteArrayUnsafe(answer.payload().bytes()));
    if (input.logType() == LogType.TAIL) {
      response.logResult(Base64.getEncoder().encodeToString(answer.logTail().bytes()));
    }
    return response.build();
  }
}
