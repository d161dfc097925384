package dev.hearth.wire.signature;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// The checksums that follow a chunked body, computed over its content while that passes by.
///
/// Source: S3 User Guide, "Checking object integrity", trailing checksums.
final class TrailingChecksums {
  private static final String PREFIX = "x-amz-checksum-";

  private final Map<String, Running> expected;
  private final Map<String, String> sent = new HashMap<>();

  private TrailingChecksums(Map<String, Running> expected) {
    this.expected = expected;
  }

  /// No trailer may follow.
  static TrailingChecksums none() {
    return new TrailingChecksums(Map.of());
  }

  /// Those that the header `x-amz-trailer` announces.
  static TrailingChecksums announcedBy(HttpHeaders headers) {
    var expected = new LinkedHashMap<String, Running>();
    for (var values : headers.all("x-amz-trailer")) {
      for (var value : values.split(",", -1)) {
        var name = value.strip().toLowerCase(Locale.ROOT);
        expected.put(name, running(name));
      }
    }
    if (expected.isEmpty()) {
      throw malformed();
    }
    return new TrailingChecksums(expected);
  }

  boolean isExpected() {
    return !expected.isEmpty();
  }

  void update(byte[] bytes, int offset, int length) {
    for (var checksum : expected.values()) {
      checksum.update(bytes, offset, length);
    }
  }

  /// Takes in one line of the trailer.
  void add(String name, String value) {
    if (!expected.containsKey(name) || sent.put(name, value) != null) {
      throw malformed();
    }
  }

  /// @throws ServiceException `BadDigest` where one does not fit the content, or
  ///   `MalformedTrailerError` where one is missing
  void verify() {
    expected.forEach(
        (name, checksum) -> {
          var value = sent.get(name);
          if (value == null) {
            throw malformed();
          }
          if (!value.equals(Base64.getEncoder().encodeToString(checksum.value()))) {
            throw new ServiceException(
                "BadDigest",
                400,
                "The "
                    + name.substring(PREFIX.length()).toUpperCase(Locale.ROOT)
                    + " you specified did not match the calculated checksum.");
          }
        });
  }

  static ServiceException malformed() {
    return new ServiceException(
        "MalformedTrailerError",
        400,
        "The request contained trailing data that was not well-formed or did not conform to our"
            + " published schema.");
  }

  private static Running running(String name) {
    return switch (name) {
      case PREFIX + "crc32" -> new Cyclic(new CRC32(), Integer.BYTES);
      case PREFIX + "crc32c" -> new Cyclic(new CRC32C(), Integer.BYTES);
      case PREFIX + "crc64nvme" -> new Cyclic(new Crc64Nvme(), Long.BYTES);
      case PREFIX + "sha1" -> new Hash(Digests.digest("SHA-1"));
      case PREFIX + "sha256" -> new Hash(Digests.sha256());
      default ->
          throw new ServiceException(
              "InvalidRequest",
              400,
              "The value specified in the x-amz-trailer header is not supported");
    };
  }

  /// A checksum in the making.
  private sealed interface Running {
    void update(byte[] bytes, int offset, int length);

    byte[] value();
  }

  private static final class Cyclic implements Running {
    private final Checksum checksum;
    private final int size;

    private Cyclic(Checksum checksum, int size) {
      this.checksum = checksum;
      this.size = size;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      checksum.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      var all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return Arrays.copyOfRange(all, Long.BYTES - size, Long.BYTES); // big-endian
    }
  }

  private static final class Hash implements Running {
    private final MessageDigest digest;

    private Hash(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }
}
