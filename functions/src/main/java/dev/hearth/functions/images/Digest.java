package dev.hearth.functions.images;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Digests as images write them, `sha256:` and 64 digits in hexadecimal.
final class Digest {
  private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final String PREFIX = "sha256:";

  private Digest() {}

  /// The digits alone, safe in a file name.
  ///
  /// @throws IOException for a digest of another kind
  static String hex(String digest) throws IOException {
    if (!SHA256.matcher(digest).matches()) {
      throw new IOException("a digest that is not SHA-256: " + digest);
    }
    return digest.substring(PREFIX.length());
  }

  static String of(byte[] bytes) {
    return PREFIX + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// Passes on a blob of at most so many bytes, and tells whether it was the right one.
  static final class Check extends FilterOutputStream {
    private final MessageDigest sha256 = sha256();
    private final String expected;
    private long left;

    Check(OutputStream to, String expected, long mostBytes) {
      super(to);
      this.expected = expected;
      this.left = mostBytes;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("larger than its manifest says: " + expected);
      }
      sha256.update(bytes, offset, length);
      out.write(bytes, offset, length);
    }

    /// Call it once after the last byte.
    ///
    /// @throws IOException when the bytes were not those that the digest names
    void finish() throws IOException {
      var found = PREFIX + HexFormat.of().formatHex(sha256.digest());
      if (!found.equals(expected)) {
        throw new IOException("its bytes do not have the digest " + expected);
      }
    }
  }
}
