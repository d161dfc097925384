package dev.hearth.compatibility;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A registry without TLS that serves the images of a folder of OCI layouts, one repository each.
/// Source: OCI Distribution Specification, "Pull".
final class TinyRegistry implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile(
          "GET /v2/(?<name>[a-z0-9-]+)/(?<kind>manifests|blobs)/(?<reference>[^/ ]+) HTTP/1.1");

  private final Path layouts;
  private final ServerSocket socket;

  TinyRegistry(Path layouts) {
    this.layouts = layouts;
    try {
      socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("registry").start(this::accept);
  }

  /// `127.0.0.1:` and its port.
  String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        // closed, or a client that has gone
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var line = requestLine(new BufferedInputStream(connection.getInputStream()));
      var request = REQUEST.matcher(line);
      var file = request.matches() ? file(request.group("name"), request.group("reference")) : null;
      var out = connection.getOutputStream();
      if (file == null || !Files.isRegularFile(file)) {
        // Also what those get who try TLS first: they see that here is none.
        out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
        return;
      }
      var type =
          request.group("kind").equals("manifests")
              ? OciImage.MANIFEST
              : "application/octet-stream";
      out.write(
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(type, Files.size(file))
              .getBytes(US_ASCII));
      Files.copy(file, out);
    } catch (IOException _) {
      // a client that has gone
    }
  }

  /// The first line; empty for what does not begin as HTTP does.
  private static String requestLine(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < ' ' && next != '\r' && next != '\n') {
        return "";
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private @Nullable Path file(String name, String reference) {
    var layout = layouts.resolve(name);
    if (!Files.isDirectory(layout)) {
      return null;
    }
    var digest = reference.startsWith("sha256:") ? reference : OciImage.digestOf(layout, reference);
    return layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
