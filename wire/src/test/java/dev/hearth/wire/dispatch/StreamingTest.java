package dev.hearth.wire.dispatch;

import static dev.hearth.wire.dispatch.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.DownloadOperation;
import dev.hearth.wire.EventStreamOperation;
import dev.hearth.wire.UploadOperation;
import dev.hearth.wire.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartLiveTailResponseStream;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseEvent;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

class StreamingTest {
  /// Tells the upload back as the ETag.
  private static final class PutObject
      implements UploadOperation<PutObjectRequest, PutObjectResponse> {
    @Override
    public Access access(PutObjectRequest input, Call call) {
      return Access.NONE;
    }

    @Override
    public PutObjectResponse run(PutObjectRequest input, Upload body, Call call) {
      try {
        var content = new String(body.stream().readAllBytes(), StandardCharsets.UTF_8);
        return PutObjectResponse.builder()
            .eTag(input.bucket() + " " + input.key() + " " + content)
            .build();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class GetObject
      implements DownloadOperation<GetObjectRequest, GetObjectResponse> {
    @Override
    public Access access(GetObjectRequest input, Call call) {
      return Access.NONE;
    }

    @Override
    public Download<GetObjectResponse> run(GetObjectRequest input, Call call) {
      return new Download<>(
          GetObjectResponse.builder().contentType("text/x-poem").build(),
          new HttpResponse.Body.Stream(4, out -> out.write(Payload.of("rose").bytes())));
    }
  }

  private static final class InvokeWithResponseStream
      implements EventStreamOperation<
          InvokeWithResponseStreamRequest,
          InvokeWithResponseStreamResponse,
          InvokeWithResponseStreamResponseEvent> {
    @Override
    public Access access(InvokeWithResponseStreamRequest input, Call call) {
      return Access.NONE;
    }

    @Override
    public EventStream<InvokeWithResponseStreamResponse, InvokeWithResponseStreamResponseEvent> run(
        InvokeWithResponseStreamRequest input, Call call) {
      return new EventStream<>(
          InvokeWithResponseStreamResponse.builder().statusCode(200).executedVersion("7").build(),
          client -> {
            client.send(
                InvokeWithResponseStreamResponseEvent.payloadChunkBuilder()
                    .payload(SdkBytes.fromUtf8String("one"))
                    .build());
            client.send(
                InvokeWithResponseStreamResponseEvent.invokeCompleteBuilder()
                    .errorCode("E")
                    .build());
          });
    }
  }

  private static final class StartLiveTail
      implements EventStreamOperation<
          StartLiveTailRequest, StartLiveTailResponse, StartLiveTailResponseStream> {
    @Override
    public Access access(StartLiveTailRequest input, Call call) {
      return Access.NONE;
    }

    @Override
    public EventStream<StartLiveTailResponse, StartLiveTailResponseStream> run(
        StartLiveTailRequest input, Call call) {
      return new EventStream<>(
          StartLiveTailResponse.builder().build(),
          client -> {
            client.send(
                StartLiveTailResponseStream.sessionStartBuilder().sessionId("session").build());
            throw new ServiceException("SessionTimeoutException", 400, "Three hours are over");
          });
    }
  }

  private static final Wired WIRED =
      new Wired()
          .with("s3", new PutObject(), new GetObject())
          .with("lambda", new InvokeWithResponseStream())
          .with("cloudwatchlogs", new StartLiveTail());

  @Test
  void anUploadReachesItsOperationAsAStream() {
    var response =
        WIRED.answer(Requests.of("PUT", "/bucket/a/b%20c").signedFor("s3").body("content"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("ETag")).contains("bucket a/b c content");
  }

  @Test
  void aDownloadKeepsTheHeadersOfItsOutput() {
    var response = WIRED.answer(Requests.of("GET", "/bucket/key").signedFor("s3"));
    assertThat(response.headers().first("Content-Type")).contains("text/x-poem");
    assertThat(response.headers().first("x-amz-request-id")).contains("request-1");
    assertThat(text(response)).isEqualTo("rose");
  }

  @Test
  void eventsAreFramedAndFlushedOneByOne() throws IOException {
    var path = "/2021-11-15/functions/f/response-streaming-invocations";
    var response = WIRED.answer(Requests.of("POST", path).signedFor("lambda").body("{}"));
    assertThat(response.headers().first("X-Amz-Executed-Version")).contains("7");
    assertThat(response.headers().first("Content-Type"))
        .contains("application/vnd.amazon.eventstream");
    var out = new CountingStream();
    ((HttpResponse.Body.Stream) response.body()).writer().writeTo(out);
    assertThat(out.flushes).isEqualTo(2);
    assertThat(out.messages).hasSize(2);
    assertThat(header(out.messages.getFirst(), ":event-type")).isEqualTo("PayloadChunk");
    assertThat(out.messages.getFirst().getPayload()).isEqualTo(Payload.of("one").bytes());
    assertThat(header(out.messages.getLast(), ":event-type")).isEqualTo("InvokeComplete");
    assertThat(payload(out.messages.getLast())).isEqualTo("{\"ErrorCode\":\"E\"}");
  }

  @Test
  void anErrorInTheMiddleIsTheLastFrame() throws IOException {
    var request =
        Requests.target(
            "logs",
            "Logs_20140328.StartLiveTail",
            "{\"logGroupIdentifiers\":[\"arn:aws:logs:us-east-1:123456789012:log-group:g\"]}");
    var response = WIRED.answer(request);
    assertThat(response.status()).isEqualTo(200);
    var out = new CountingStream();
    ((HttpResponse.Body.Stream) response.body()).writer().writeTo(out);
    assertThat(out.messages)
        .extracting(message -> header(message, ":message-type"))
        .containsExactly("event", "event", "exception");
    assertThat(header(out.messages.getFirst(), ":event-type")).isEqualTo("initial-response");
    assertThat(header(out.messages.get(1), ":event-type")).isEqualTo("sessionStart");
    assertThat(payload(out.messages.get(1))).isEqualTo("{\"sessionId\":\"session\"}");
    assertThat(header(out.messages.getLast(), ":exception-type"))
        .isEqualTo("SessionTimeoutException");
    assertThat(payload(out.messages.getLast())).contains("Three hours are over");
  }

  private static String header(Message message, String name) {
    return Objects.requireNonNull(message.getHeaders().get(name)).getString();
  }

  private static String payload(Message message) {
    return new String(message.getPayload(), StandardCharsets.UTF_8);
  }

  /// Decodes what is written and counts the flushes.
  private static final class CountingStream extends OutputStream {
    private final List<Message> messages = new ArrayList<>();
    private final MessageDecoder decoder = new MessageDecoder(messages::add);
    private int flushes;

    @Override
    public void write(int b) {
      decoder.feed(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      decoder.feed(bytes, offset, length);
    }

    @Override
    public void flush() {
      flushes++;
    }
  }
}
