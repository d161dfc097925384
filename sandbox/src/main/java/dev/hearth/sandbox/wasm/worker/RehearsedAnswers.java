package dev.hearth.sandbox.wasm.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hearth.javaruntime.Json;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// What the platform would answer to a worker that gets a module and a few events; after that, an
/// error.
final class RehearsedAnswers extends InputStream {
  /// How the rehearsed module ends: it returns, exits and traps.
  private static final List<String> EVENTS = List.of("0", "1", "2");

  private final Queue<InputStream> answers = new ArrayDeque<>();

  /// @param folder of the module
  RehearsedAnswers(Path folder) {
    var variables =
        Map.of(
            Worker.TASK_ROOT,
            folder.toString(),
            "_HANDLER",
            "rehearsal",
            "AWS_SESSION_TOKEN",
            "token".repeat(250), // long texts are read in another way
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "128");
    answer("", Json.bytes(Map.of("environment", variables)));
    for (var event : EVENTS) {
      answer("Lambda-Runtime-Aws-Request-Id: " + event + "\r\n", event.getBytes(ISO_8859_1));
      answer("", new byte[0]); // to what comes of it
    }
  }

  private void answer(String headers, byte[] body) {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n";
    answers.add(new ByteArrayInputStream(head.getBytes(ISO_8859_1)));
    answers.add(new ByteArrayInputStream(body));
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!answers.isEmpty()) {
      int count = answers.element().read(bytes, offset, length);
      if (count > 0) {
        return count;
      }
      answers.remove();
    }
    throw new EOFException("the rehearsal is over");
  }
}
