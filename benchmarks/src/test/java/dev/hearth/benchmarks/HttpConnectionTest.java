package dev.hearth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.cli.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private ServerSocket server;
  private URI endpoint;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void twoAnswersInARowAreToldApart() throws IOException {
    serve(
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
            + "HTTP/1.1 429 No\r\ncontent-length: 3\r\n\r\ntwo");
    try (var connection = new HttpConnection(endpoint)) {
      var first = connection.send("x".getBytes(UTF_8));
      var second = connection.send("x".getBytes(UTF_8));

      assertThat(first.text()).isEqualTo("one");
      assertThat(first.succeeded()).isTrue();
      assertThat(second.text()).isEqualTo("two");
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.succeeded()).isFalse();
    }
  }

  @Test
  void chunksAreJoined() throws IOException {
    serve(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n");
    try (var connection = new HttpConnection(endpoint)) {
      assertThat(connection.send("x".getBytes(UTF_8)).text()).isEqualTo("abcd");
    }
  }

  @Test
  void aFunctionsErrorIsNoSuccess() throws IOException {
    serve("HTTP/1.1 200 OK\r\nX-Amz-Function-Error: Unhandled\r\nContent-Length: 2\r\n\r\n{}");
    try (var connection = new HttpConnection(endpoint)) {
      assertThat(connection.send("x".getBytes(UTF_8)).succeeded()).isFalse();
    }
  }

  @Test
  void anAnswerThatBreaksOffIsAnError() throws IOException {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    try (var connection = new HttpConnection(endpoint)) {
      assertThatThrownBy(() -> connection.send("x".getBytes(UTF_8)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aRequestIsSignedOnceAndWhole() {
    var connection = new Connection(endpoint, "AKIDEXAMPLE", "secret", null, "eu-west-1");

    var request = new String(new SignedRequests(connection).invoke("greet", "{\"a\":1}"), UTF_8);

    assertThat(request)
        .startsWith("POST /2015-03-31/functions/greet/invocations HTTP/1.1\r\n")
        .contains("Host: 127.0.0.1:" + server.getLocalPort() + "\r\n")
        .containsPattern(
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-west-1/lambda")
        .contains("Content-Length: 7\r\n")
        .endsWith("\r\n\r\n{\"a\":1}");
  }

  private void serve(String answers) {
    var _ =
        CompletableFuture.runAsync(
            () -> {
              try (var socket = server.accept()) {
                socket.getOutputStream().write(answers.getBytes(UTF_8));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }
}
