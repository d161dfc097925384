package dev.hearth.wire.signature;

import dev.hearth.kernel.ServiceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Content in the framing `aws-chunked`: `size[;chunk-signature=…] CRLF bytes CRLF`, and so on to a
/// chunk of size 0, after which a trailer may follow.
///
/// A chunk's last bytes come out only when its signature is right, and the content's last bytes
/// only when everything after them is right as well.
final class ChunkedBody extends InputStream {
  private static final Pattern CHUNK_HEAD =
      Pattern.compile("([0-9a-fA-F]{1,15})(?:;chunk-signature=([0-9a-f]{64}))?");
  private static final int LONGEST_LINE = 1_024;
  private static final int MOST_TRAILER_LINES = 16;

  private final InputStream source;
  private final long length;
  private final @Nullable ChunkSignatures signatures;
  private final TrailingChecksums trailer;
  private long received;
  private long leftInChunk;
  private String chunkSignature = "";
  private boolean ended;

  /// @param length of the content that is framed
  /// @param signatures null where chunks are not signed
  ChunkedBody(
      InputStream source,
      long length,
      @Nullable ChunkSignatures signatures,
      TrailingChecksums trailer) {
    this.source = new BufferedInputStream(source);
    this.length = length;
    this.signatures = signatures;
    this.trailer = trailer;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!ended && leftInChunk == 0) {
      beginChunk();
    }
    if (ended) {
      return -1;
    }
    int read = source.read(bytes, offset, (int) Math.min(count, leftInChunk));
    if (read < 0) {
      throw incomplete();
    }
    received += read;
    leftInChunk -= read;
    trailer.update(bytes, offset, read);
    if (signatures != null) {
      signatures.update(bytes, offset, read);
    }
    if (leftInChunk == 0) {
      endChunk();
      if (received == length) {
        beginChunk(); // the last one, of size 0
      }
    }
    return read;
  }

  private void beginChunk() throws IOException {
    var head = CHUNK_HEAD.matcher(line());
    if (!head.matches() || (signatures == null) != (head.group(2) == null)) {
      throw malformed();
    }
    leftInChunk = Long.parseLong(head.group(1), 16);
    chunkSignature = signatures == null ? "" : head.group(2);
    if (leftInChunk > length - received) {
      throw incomplete();
    }
    if (leftInChunk == 0) {
      if (received < length) {
        throw incomplete();
      }
      end();
    }
  }

  private void endChunk() throws IOException {
    if (!line().isEmpty()) {
      throw malformed();
    }
    if (signatures != null) {
      signatures.endChunk(chunkSignature);
    }
  }

  private void end() throws IOException {
    if (signatures != null) {
      signatures.endChunk(chunkSignature);
    }
    var lines = new StringBuilder();
    var signature = "";
    int count = 0;
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || ++count > MOST_TRAILER_LINES || !signature.isEmpty()) {
        throw TrailingChecksums.malformed();
      }
      var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      var value = line.substring(colon + 1).strip();
      if (name.equals("x-amz-trailer-signature")) {
        signature = value;
      } else {
        trailer.add(name, value);
        lines.append(name).append(':').append(value).append('\n');
      }
    }
    if (signatures != null && trailer.isExpected()) {
      signatures.endTrailer(lines.toString(), signature);
    }
    trailer.verify();
    if (source.read() >= 0) {
      throw malformed();
    }
    ended = true;
  }

  /// One line without its CR LF.
  private String line() throws IOException {
    var line = new StringBuilder();
    for (int b = source.read(); b != '\n'; b = source.read()) {
      if (b < 0) {
        throw incomplete();
      }
      if (line.length() == LONGEST_LINE) {
        throw malformed();
      }
      line.append((char) b);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  private ServiceException incomplete() {
    return new ServiceException(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the x-amz-decoded-content-length"
            + " HTTP header: "
            + length
            + ".");
  }

  private static ServiceException malformed() {
    return new ServiceException(
        "InvalidRequest", 400, "The body is not in the aws-chunked encoding that it claims.");
  }
}
