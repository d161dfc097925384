package dev.hearth.wire.signature;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Content whose SHA-256 was stated and signed; its last bytes come out only when it is right.
final class HashedBody extends FilterInputStream {
  private final MessageDigest digest = Digests.sha256();
  private final String expected;
  private long left;
  private boolean verified;

  /// @param length bytes to come, or -1
  /// @param expected 64 lower-case hex digits
  HashedBody(InputStream body, long length, String expected) {
    super(body);
    this.left = length;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      digest.update(bytes, offset, count);
      left -= count;
    }
    if (count < 0 || left == 0) {
      verify();
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes(Math.clamp(count, 0, 1 << 16)).length; // what is skipped is hashed, too
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void verify() {
    if (!verified && !Digests.HEX.formatHex(digest.digest()).equals(expected)) {
      throw Fault.OTHER_CONTENT.in(
          Dialect.S3,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    verified = true;
  }
}
