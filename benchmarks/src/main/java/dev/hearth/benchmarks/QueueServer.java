package dev.hearth.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.cli.Connection;
import java.io.IOException;
import java.net.URI;
import java.util.function.BiFunction;

/// A server that speaks SQS's JSON.
///
/// @param requests makes a whole HTTP request of an operation's name and its input
record QueueServer(URI endpoint, BiFunction<String, String, byte[]> requests) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Hearth: each request is signed.
  static QueueServer of(Connection connection) {
    return new QueueServer(connection.endpoint(), new SignedRequests(connection)::sqs);
  }

  /// One that asks nobody who he is.
  static QueueServer of(PlainServer server) {
    var endpoint = server.endpoint();
    return new QueueServer(
        endpoint, (operation, input) -> SignedRequests.plainSqs(endpoint, operation, input));
  }

  byte[] request(String operation, String input) {
    return requests.apply(operation, input);
  }

  /// Makes a queue whose messages stay hidden for longer than a measurement takes.
  ///
  /// @return its URL
  String createQueue(String name) throws IOException {
    try (var connection = new HttpConnection(endpoint)) {
      var input =
          "{\"QueueName\":\"%s\",\"Attributes\":{\"VisibilityTimeout\":\"3600\"}}".formatted(name);
      return read(connection.send(request("CreateQueue", input))).path("QueueUrl").asText();
    }
  }

  /// The answer, which must be a success in all its parts.
  static JsonNode read(HttpConnection.Answer answer) throws IOException {
    if (!answer.succeeded()) {
      throw new IOException("answered " + answer.status() + " " + answer.text());
    }
    var json = JSON.readTree(answer.text());
    if (!json.path("Failed").isEmpty()) {
      throw new IOException("answered " + answer.text());
    }
    return json;
  }
}
