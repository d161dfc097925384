package dev.hearth.sandbox.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;

/// An answer of the platform to the runtime.
///
/// @param headers beside the length and the type, which is always JSON
/// @param body not changed; its position stays where it is
record HttpAnswer(int status, HttpFields headers, ByteBuffer body) {
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final ByteBuffer CONTINUE =
      ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
          .asReadOnlyBuffer();

  static HttpAnswer of(int status, byte[] json) {
    return new HttpAnswer(status, HttpFields.EMPTY, ByteBuffer.wrap(json));
  }

  /// Asks a peer that waits for it, as curl does, to go on and send its body.
  static void sendContinue(GatheringByteChannel channel) throws IOException {
    write(channel, CONTINUE.duplicate());
  }

  /// Whether a request leaves its connection open.
  static boolean persists(HttpVersion version, HttpFields request) {
    return version.getVersion() >= HttpVersion.HTTP_1_1.getVersion()
        && !request.contains(HttpHeader.CONNECTION, "close");
  }

  /// @param before what goes ahead of it, emptied
  /// @param persistent whether the connection stays open
  /// @return `persistent`
  boolean send(GatheringByteChannel channel, ByteBuffer before, boolean persistent)
      throws IOException {
    var generator = new HttpGenerator();
    generator.setMaxHeaderBytes(MAX_HEADER_BYTES);
    generator.setPersistent(persistent);
    var info =
        new MetaData.Response(
            status,
            null,
            HttpVersion.HTTP_1_1,
            HttpFields.build(headers).put(HttpHeader.CONTENT_TYPE, "application/json"),
            body.remaining());
    var content = body.duplicate();
    ByteBuffer header = null;
    while (true) {
      switch (generator.generateResponse(info, false, header, null, content, true)) {
        case NEED_HEADER -> header = emptied(2 * 1024);
        case HEADER_OVERFLOW -> header = emptied(MAX_HEADER_BYTES);
        case FLUSH -> write(channel, before, header == null ? content : header, content);
        case SHUTDOWN_OUT, DONE -> {
          return generator.isPersistent();
        }
        case CONTINUE -> {}
        case NEED_CHUNK, NEED_CHUNK_TRAILER, NEED_INFO ->
            throw new IllegalStateException("an answer has a length and is never in chunks");
      }
    }
  }

  /// Jetty's buffers are in flush mode: empty means position = limit.
  private static ByteBuffer emptied(int capacity) {
    return ByteBuffer.allocate(capacity).limit(0);
  }

  private static void write(GatheringByteChannel channel, ByteBuffer... buffers)
      throws IOException {
    for (boolean left = true; left; ) {
      channel.write(buffers);
      left = false;
      for (var buffer : buffers) {
        left |= buffer.hasRemaining();
      }
    }
  }
}
