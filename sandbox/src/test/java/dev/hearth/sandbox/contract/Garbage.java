package dev.hearth.sandbox.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Calls of the Runtime API as they could be, then spoilt; the same for the same seed.
final class Garbage {
  private static final List<String> METHODS =
      List.of(
          "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "get", "P\0ST");
  private static final List<String> HEADERS =
      List.of(
          "Host: x",
          "Connection: close",
          "Connection: keep-alive",
          "Connection: Upgrade\r\nUpgrade: h2c",
          "Expect: 100-continue",
          "Expect: everything",
          "Content-Type: text/html\t; charset=\u00e9",
          "Lambda-Runtime-Function-Response-Mode: streaming",
          "Lambda-Runtime-Function-Response-Mode: telepathy",
          "Lambda-Runtime-Function-Error-Type: Boom",
          "Lambda-Extension-Name: x",
          "Lambda-Extension-Identifier: 00000000-0000-0000-0000-000000000000",
          "Trailer: Lambda-Runtime-Function-Error-Type",
          "Content-Length: 7",
          "Content-Length: -1",
          "Content-Length: 18446744073709551616",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: identity",
          " folded: yes",
          "No colon",
          ": no name",
          "X: \0");

  private final Random random;
  private final List<String> paths;

  /// @param paths what may be called
  Garbage(long seed, List<String> paths) {
    this.random = new Random(seed);
    this.paths = paths;
  }

  /// Some calls, one after the other.
  byte[] calls() {
    var calls = new ByteArrayOutputStream();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      calls.writeBytes(call());
    }
    return random.nextInt(8) == 0 ? calls.toByteArray() : spoilt(calls.toByteArray());
  }

  /// How many of so many bytes go out at once.
  int piece(int left) {
    return random.nextInt(3) == 0 ? left : random.nextInt(1, Math.min(left, 512) + 1);
  }

  private byte[] call() {
    boolean known = random.nextInt(4) > 0;
    var path = paths.get(random.nextInt(paths.size()));
    var method = known ? path.substring(0, path.indexOf(' ')) : pick(METHODS);
    var call = new StringBuilder(method).append(path, path.indexOf(' '), path.length());
    call.append(random.nextInt(20) == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    call.append("Host: x\r\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      call.append(pick(HEADERS)).append("\r\n");
    }
    var body = text(random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(60));
    switch (random.nextInt(4)) {
      case 0 -> call.append("\r\n");
      case 1 ->
          call.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
      case 2 -> chunks(call.append("Transfer-Encoding: chunked\r\n\r\n"), body);
      default -> // more or less than is announced
          call.append("Content-Length: ")
              .append(Math.max(0, body.length() + random.nextInt(-9, 10)))
              .append("\r\n\r\n")
              .append(body);
    }
    return call.toString().getBytes(ISO_8859_1);
  }

  private void chunks(StringBuilder call, String body) {
    for (int at = 0; at < body.length(); ) {
      int end = Math.min(body.length(), at + random.nextInt(1, 2000));
      call.append(Integer.toHexString(end - at)).append(random.nextInt(9) == 0 ? ";x=y" : "");
      call.append("\r\n").append(body, at, end).append("\r\n");
      at = end;
    }
    call.append("0\r\n");
    if (random.nextInt(3) == 0) {
      call.append("Lambda-Runtime-Function-Error-Type: Late\r\n");
    }
    call.append("\r\n");
  }

  private byte[] spoilt(byte[] bytes) {
    var spoilt = bytes.clone();
    for (int i = random.nextInt(1, 6); i > 0 && spoilt.length > 2; i--) {
      int at = random.nextInt(spoilt.length);
      int end = Math.min(spoilt.length, at + random.nextInt(1, 40));
      switch (random.nextInt(5)) {
        case 0 -> spoilt[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> spoilt[at] = (byte) "\r\n :;\0\t0aZ\u00ff".charAt(random.nextInt(11));
        case 2 -> spoilt = Arrays.copyOf(spoilt, at + 1); // cut off
        case 3 -> spoilt = joined(spoilt, at, Arrays.copyOfRange(spoilt, at, end), at); // twice
        default -> spoilt = joined(spoilt, at, new byte[0], end); // left out
      }
    }
    return spoilt;
  }

  private static byte[] joined(byte[] bytes, int before, byte[] between, int after) {
    var joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, before);
    joined.writeBytes(between);
    joined.write(bytes, after, bytes.length - after);
    return joined.toByteArray();
  }

  private String text(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (random.nextInt(10) == 0 ? random.nextInt(256) : 'a' + i % 26));
    }
    return text.toString();
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
