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
import org.jspecify.annotations.Nullable;

/// Reads one connection's messages, one after the other, with Jetty's parser. The peer may send
/// anything: what is not HTTP ends the connection.
abstract sealed class HttpMessages permits HttpRequests, HttpResponses {
  private static final int FIRST_ROOM_BYTES = 64 * 1024;

  /// Of fields that a connection has sent before: it would take 100 KiB.
  static final int NO_CACHE = 0;

  /// Jetty's parser warns of odd messages and quotes them: a sandbox must not write into the node's
  /// own log what it likes and as often as it likes.
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  static {
    JETTY.setLevel(Level.SEVERE);
  }

  /// What is read at most in order to tell the peer that it was too much.
  private static final long MAX_BODY_BYTES = 256L * 1024 * 1024;

  private final ReadableByteChannel channel;
  private final Events events;
  private long contentRead;
  private long received;
  final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).flip();

  HttpMessages(ReadableByteChannel channel, Events events) {
    this.channel = channel;
    this.events = events;
  }

  abstract HttpParser parser();

  /// Forgets the last message.
  final void reset() {
    parser().reset();
    events.reset();
    contentRead = 0;
  }

  /// Reads up to the body.
  ///
  /// @return false when the peer hangs up instead of sending another message
  final boolean readHead() throws IOException {
    long before = received;
    while (!events.headers) {
      if (received - before > mostHeadBytes()) {
        throw new IOException("more than " + mostHeadBytes() + " bytes of headers");
      }
      if (!advance()) {
        return false;
      }
    }
    return true;
  }

  /// The next piece of the body, valid until the next call; null at its end.
  final @Nullable ByteBuffer content() throws IOException {
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
  final @Nullable Payload collect(long limit) throws IOException {
    // An announcement costs its sender nothing, so it does not get all of the room at once.
    var collected =
        new ByteArrayOutputStream(
            (int)
                Math.clamp(
                    parser().getContentLength(), 32, Math.min(limit, FIRST_ROOM_BYTES) + 32));
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
  final long contentRead() {
    return contentRead;
  }

  /// A field behind a chunked body that has been read to its end.
  final @Nullable String trailer(String name) {
    return events.trailers.get(name);
  }

  /// Reads what is left of the body.
  ///
  /// @return false when the body was more than `limit` bytes: hang up
  final boolean skip(long limit) throws IOException {
    while (content() != null) {
      if (contentRead > limit) {
        return false;
      }
    }
    return true;
  }

  private static void append(ByteBuffer piece, ByteArrayOutputStream collected) {
    var bytes = new byte[piece.remaining()];
    piece.get(bytes);
    collected.writeBytes(bytes);
  }

  /// Goes on until the parser has something to tell or has used up what was there.
  ///
  /// @return false when the peer has hung up
  final boolean advance() throws IOException {
    boolean told = parser().parseNext(buffer);
    check();
    if (told || buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    received += Math.max(count, 0);
    return count >= 0 || endsByHangingUp();
  }

  /// How long a head may be before its end is seen, where the parser does not say.
  long mostHeadBytes() {
    return Long.MAX_VALUE;
  }

  /// Whether the peer may have said all by hanging up.
  boolean endsByHangingUp() throws IOException {
    return false;
  }

  final void check() throws IOException {
    if (events.failure != null || (parser().isClosed() && !events.complete)) {
      throw new IOException(events.failure);
    }
  }

  /// What the parser tells.
  static class Events implements HttpParser.HttpHandler {
    HttpFields.Mutable fields = HttpFields.build();
    HttpFields.Mutable trailers = HttpFields.build();
    boolean headers;
    boolean complete;
    @Nullable ByteBuffer piece;
    @Nullable String failure;

    void reset() {
      fields = HttpFields.build();
      trailers = HttpFields.build();
      headers = false;
      complete = false;
      piece = null;
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
      failure = "the peer hung up in the middle of a message";
    }

    @Override
    public void badMessage(HttpException e) {
      failure = "not HTTP: " + e.getReason();
    }
  }
}
