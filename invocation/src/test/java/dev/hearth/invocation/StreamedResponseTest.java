package dev.hearth.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StreamedResponseTest {
  private static final Answer DONE = new Answer(Payload.EMPTY, null, "1", Payload.EMPTY);

  private final StreamedResponse response = new StreamedResponse();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private Future<?> function(String... pieces) {
    var out = response.begin("text/plain");
    return threads.submit(
        () -> {
          for (var piece : pieces) {
            out.write(piece.getBytes(UTF_8));
          }
          return null;
        });
  }

  @Test
  void whatTheFunctionWritesArrivesInOrderAndTheEndAfterIt() throws Exception {
    var function = function("one", "two", "three");
    assertThat(response.awaitBegin()).isEqualTo("text/plain");
    var read = threads.submit(() -> new String(response.body().readAllBytes(), UTF_8));
    function.get();
    response.end(DONE);

    assertThat(read.get()).isEqualTo("onetwothree");
    assertThat(response.outcome()).isEqualTo(DONE);
  }

  @Test
  void aSlowClientHoldsTheFunctionBack() throws Exception {
    var function = function("one", "two");
    var body = response.body();

    assertThat(new String(body.readNBytes(3), UTF_8)).isEqualTo("one");
    assertThat((char) body.read()).isEqualTo('t');
    assertThat(function.isDone()).isFalse();
    assertThat(new String(body.readNBytes(2), UTF_8)).isEqualTo("wo");
    function.get();
  }

  @Test
  void theFunctionIsToldThatTheClientHasGone() throws Exception {
    var function = function("one", "two");
    var body = response.body();
    assertThat(body.read()).isEqualTo('o');
    body.close();

    assertThatThrownBy(function::get).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void whatNobodyReadsEndsWithTheInvocation() throws Exception {
    var function = function("one");
    response.end(DONE);

    assertThatThrownBy(function::get).hasRootCauseInstanceOf(IOException.class);
    assertThat(response.body().read()).isEqualTo(-1);
  }

  @Test
  void anInvocationThatStreamsNothingEndsWithoutABeginning() {
    response.end(DONE);

    assertThat(response.awaitBegin()).isNull();
    assertThat(response.outcome()).isEqualTo(DONE);
  }

  @Test
  void aRefusalIsThrownToWhoeverWaits() {
    var refusal = new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.");
    threads.execute(() -> response.end(refusal));

    assertThat(response.awaitBegin()).isNull();
    assertThatThrownBy(response::outcome).isSameAs(refusal);
  }
}
