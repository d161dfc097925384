package dev.hearth.invocation.api;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.ActiveVersion;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.Invoker;
import dev.hearth.invocation.Response;
import dev.hearth.invocation.TraceId;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.EventStreamOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseEvent;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResponseStreamingInvocationType;

/// Runs a function and passes its response on as it comes: `PayloadChunk` events, then
/// `InvokeComplete`, which tells whether the function failed. Source: AWS Lambda API Reference,
/// "InvokeWithResponseStream".
public final class InvokeWithResponseStream
    implements EventStreamOperation<
        InvokeWithResponseStreamRequest,
        InvokeWithResponseStreamResponse,
        InvokeWithResponseStreamResponseEvent> {
  /// Most bytes that go into one event.
  private static final int CHUNK_BYTES = 64 << 10;

  private final Functions functions;
  private final Invoker invoker;
  private final Loops loops;

  /// @param settings tells whether a function is to be stopped when it calls itself in a loop
  public InvokeWithResponseStream(
      Functions functions, Invoker invoker, AsyncSettings.Source settings) {
    this.functions = functions;
    this.invoker = invoker;
    this.loops = new Loops(settings);
  }

  @Override
  public Access access(InvokeWithResponseStreamRequest input, Call call) {
    return Access.to("lambda:InvokeFunction", reference(input, call).arn());
  }

  @Override
  public EventStream<InvokeWithResponseStreamResponse, InvokeWithResponseStreamResponseEvent> run(
      InvokeWithResponseStreamRequest input, Call call) {
    var reference = reference(input, call);
    if (input.invocationType() == ResponseStreamingInvocationType.DRY_RUN) {
      TenantId.check(version(reference), input.tenantId());
      return new EventStream<>(
          InvokeWithResponseStreamResponse.builder().statusCode(204).build(), _ -> {});
    }
    boolean tail = input.logType() == LogType.TAIL;
    var event = event(reference, input, call);
    var response = invoker.stream(() -> version(reference, event), event);
    return switch (response) {
      case Response.Whole(var answer) ->
          new EventStream<>(
              head(answer.executedVersion()),
              client -> {
                if (answer.functionError() == null) {
                  send(new ByteArrayInputStream(answer.payload().bytes()), client);
                }
                client.send(complete(answer, tail));
              });
      case Response.Streamed streamed ->
          new EventStream<>(
              head(streamed.executedVersion()),
              client -> {
                send(streamed.body(), client);
                client.send(complete(streamed.outcome(), tail));
              });
    };
  }

  private static FunctionReference reference(InvokeWithResponseStreamRequest input, Call call) {
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

  private Event event(
      FunctionReference reference, InvokeWithResponseStreamRequest input, Call call) {
    var traceId = TraceId.of(call.traceId(), call.requestId(), call.time());
    return new Event(
        call.requestId(),
        reference.arn(),
        EventPayload.sync(input.payload()),
        ClientContext.decode(input.clientContext()),
        loops.enter(reference, traceId),
        input.tenantId());
  }

  private static InvokeWithResponseStreamResponse head(String version) {
    return InvokeWithResponseStreamResponse.builder()
        .statusCode(200)
        .executedVersion(version)
        .build();
  }

  /// Makes an event of whatever is there.
  private static void send(InputStream body, Client<InvokeWithResponseStreamResponseEvent> client)
      throws IOException {
    try (body) {
      var buffer = new byte[CHUNK_BYTES];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        var chunk = SdkBytes.fromByteArrayUnsafe(Arrays.copyOf(buffer, count));
        client.send(
            InvokeWithResponseStreamResponseEvent.payloadChunkBuilder().payload(chunk).build());
      }
    }
  }

  private static InvokeWithResponseStreamResponseEvent complete(Answer answer, boolean tail) {
    var event = InvokeWithResponseStreamResponseEvent.invokeCompleteBuilder();
    if (answer.functionError() != null) {
      event.errorCode(answer.functionError()).errorDetails(answer.payload().text());
    }
    if (tail) {
      event.logResult(Base64.getEncoder().encodeToString(answer.logTail().bytes()));
    }
    return event.build();
  }
}
