package dev.hearth.wire.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.wire.signature.SigningKeys.SigningKey;
import java.security.MessageDigest;

/// The chain of signatures through a body: each chunk's covers the one before it, the first one the
/// request's.
///
/// Source: S3 API Reference, "Transferring Payload in Multiple Chunks", with and without trailer.
final class ChunkSignatures {
  private static final String EMPTY_HASH = Digests.HEX.formatHex(Digests.sha256(new byte[0]));

  private final SigningKey key;
  private final String where;
  private final MessageDigest chunk = Digests.sha256();
  private String previous;

  ChunkSignatures(Claim claim, SigningKey key) {
    this.key = key;
    this.where = claim.timestamp() + "\n" + claim.credential().scope() + "\n";
    this.previous = claim.signature();
  }

  /// Takes in bytes of the current chunk.
  void update(byte[] bytes, int offset, int length) {
    chunk.update(bytes, offset, length);
  }

  /// Ends the current chunk, which was sent with `signature`.
  void endChunk(String signature) {
    var hash = Digests.HEX.formatHex(chunk.digest());
    check(
        "AWS4-HMAC-SHA256-PAYLOAD\n" + where + previous + "\n" + EMPTY_HASH + "\n" + hash,
        signature);
  }

  /// Checks the trailer.
  ///
  /// @param lines `name:value`, each ended by a line feed
  void endTrailer(String lines, String signature) {
    var hash = Digests.HEX.formatHex(Digests.sha256(lines.getBytes(UTF_8)));
    check("AWS4-HMAC-SHA256-TRAILER\n" + where + previous + "\n" + hash, signature);
  }

  private void check(String toSign, String signature) {
    var expected = Digests.HEX.formatHex(key.sign(toSign));
    if (!MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8))) {
      throw SigV4Verifier.mismatch(Dialect.S3);
    }
    previous = expected;
  }
}
