package dev.hearth.sandbox.contract;

import dev.hearth.kernel.Payload;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Reads one connection's requests, one after the other, with Jetty's parser. The peer may send
/// anything: what is not HTTP ends the connection.
final class HttpRequests {
  static final int MAX_HEADER_BYTES = 16 * 1024;

  private static final int FIRST_ROOM_BYTES = 64 * 1024;

  /// Jetty's parser warns of odd requests and quotes them: a sandbox must not write into the node's
  /// own log what it likes and as often as it likes.
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  static {
    JETTY.setLevel(Level.SEVERE);
  }

  /// What is read at most in order to tell the peer that it was too much.
  private static final long MAX_BODY_BYTES = 256L * 1024 * 1024;

  private final ReadableByteChannel channel;
  private final Events events = new Events();
  private final HttpParser parser = new HttpParser(events, MAX_HEADER_BYTES);
  private long contentRead;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).flip();

  HttpRequests(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /// A request's line and headers; its body is still to be read.
  ///
  /// @param contentLength -1 where it is not known
  record Head(
      String method, String path, HttpVersion version, HttpFields headers, long contentLength) {

    @Nullable String header(String name) {
      return headers.get(name);
    }

    boolean expectsContinue() {
      return "100-continue".equalsIgnoreCase(header("Expect"));
    }
  }

  /// The next request, or null when the peer has hung up in between.
  ///
  /// @throws IOException when the peer hangs up in a request or sends what is not one
  @Nullable Head next() throws IOException {
    parser.reset();
    events.reset();
    contentRead = 0;
    while (!events.headers) {
      if (!advance()) {
        return null;
      }
    }
    return new Head(
        events.method,
        events.path,
        events.version,
        events.fields.asImmutable(),
        parser.getContentLength());
  }

  /// The next piece of the body, valid until the next call; null at its end.
  @Nullable ByteBuffer content() throws IOException {
    while (!events.complete) {
      if (!advance()) {
        throw new EOFException("the peer hung up in the middle of a body");
      }
      var piece = events.piece;
      if (piece != null) {
        events.piece = null;
        contentRead += piece.remaining();
        return piece;
      }
    }
    return null;
  }

  /// Reads the body to its end.
  ///
  /// @return the whole of it, or null when it was more than `limit` bytes; [#contentRead()] then
  ///   tells how many
  /// @throws IOException also when it does not seem to end
  @Nullable Payload collect(long limit) throws IOException {
    // An announcement costs its sender nothing, so it does not get all of the room at once.
    var collected =
        new ByteArrayOutputStream(
            (int)
                Math.clamp(parser.getContentLength(), 32, Math.min(limit, FIRST_ROOM_BYTES) + 32));
    for (var piece = content(); piece != null; piece = content()) {
      if (contentRead > MAX_BODY_BYTES) {
        throw new IOException("a body without end");
      }
      if (contentRead <= limit) {
        append(piece, collected);
      }
    }
    return contentRead <= limit ? Payload.of(collected.toByteArray()) : null;
  }

  /// How much of the body has come so far, in bytes.
  long contentRead() {
    return contentRead;
  }

  /// A field behind a chunked body that has been read to its end.
  @Nullable String trailer(String name) {
    return events.trailers.get(name);
  }

  /// Reads what is left of the body.
  ///
  /// @return false when the body was more than `limit` bytes: hang up
  boolean skip(long limit) throws IOException {
    while (content() != null) {
      if (contentRead > limit) {
        return false;
      }
    }
    return true;
  }

  /// Whether the whole body has been read and the peer, not waiting for its answer, has sent more.
  boolean followed() {
    return events.complete && buffer.hasRemaining();
  }

  private static void append(ByteBuffer piece, ByteArrayOutputStream collected) {
    var bytes = new byte[piece.remaining()];
    piece.get(bytes);
    collected.writeBytes(bytes);
  }

  /// Goes on until the parser has something to tell or has used up what was there.
  ///
  /// @return false when the peer has hung up
  private boolean advance() throws IOException {
    boolean told = parser.parseNext(buffer);
    if (events.failure != null || parser.isClosed()) {
      throw new IOException(events.failure);
    }
    if (told || buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    return count >= 0;
  }

  private static final class Events implements HttpParser.RequestHandler {
    private String method = "";
    private String path = "";
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private HttpFields.Mutable fields = HttpFields.build();
    private HttpFields.Mutable trailers = HttpFields.build();
    private boolean headers;
    private boolean complete;
    private @Nullable ByteBuffer piece;
    private @Nullable String failure;

    void reset() {
      fields = HttpFields.build();
      trailers = HttpFields.build();
      headers = false;
      complete = false;
      piece = null;
    }

    @Override
    public void startRequest(String method, String uri, HttpVersion version) {
      this.method = method;
      this.path = uri;
      this.version = version;
    }

    @Override
    public void parsedHeader(HttpField field) {
      fields.add(field);
    }

    @Override
    public void parsedTrailer(HttpField field) {
      trailers.add(field);
    }

    // Each of these answers whether the parser shall pause.

    @Override
    public boolean headerComplete() {
      headers = true;
      return true;
    }

    @Override
    public boolean content(ByteBuffer content) {
      piece = content;
      return true;
    }

    @Override
    public boolean contentComplete() {
      return false;
    }

    @Override
    public boolean messageComplete() {
      complete = true;
      return true;
    }

    @Override
    public void earlyEOF() {
      failure = "the peer hung up in the middle of a request";
    }

    @Override
    public void badMessage(HttpException e) {
      failure = "not HTTP: " + e.getReason();
    }
  }
}
