package dev.hearth.wire.signature;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.signature.SigningKeys.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request's content, and how the signature covers it.
///
/// @param hash what the canonical request ends with
/// @param body the content itself, without framing; reading it to its end verifies it
/// @param length bytes in `body`, or -1
record Content(String hash, InputStream body, long length) {
  static final String HASH_HEADER = "x-amz-content-sha256";

  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_CHUNKS_TRAILER = SIGNED_CHUNKS + "-TRAILER";
  private static final String UNSIGNED_CHUNKS_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /// S3 content up to here is verified before any of it is handed out.
  private static final int SMALL = 1 << 20;

  /// Besides S3, those whose operations AWS marks as having an unsigned payload.
  private static final Set<String> UNSIGNED_ALLOWED =
      Set.of("execute-api", "mediastore", "codeartifact", "vpc-lattice-svcs");

  /// Reads as much of the content as must be known to verify the request's signature.
  static Content of(
      HttpRequest request, Claim claim, Dialect dialect, SigningKey key, int bufferedBytes) {
    var stated = request.headers().first(HASH_HEADER).orElse(null);
    if (dialect == Dialect.S3) {
      return ofObject(request, claim, key, stated);
    }
    if (UNSIGNED.equals(stated)
        && UNSIGNED_ALLOWED.contains(claim.credential().scope().service())) {
      return new Content(UNSIGNED, request.body(), request.contentLength());
    }
    var bytes = buffered(request, bufferedBytes);
    var hash = Digests.HEX.formatHex(Digests.sha256(bytes));
    if (stated != null && !stated.toLowerCase(Locale.ROOT).equals(hash)) {
      throw SigV4Verifier.mismatch(dialect);
    }
    return new Content(hash, new ByteArrayInputStream(bytes), bytes.length);
  }

  private static Content ofObject(
      HttpRequest request, Claim claim, SigningKey key, @Nullable String stated) {
    if (claim.presigned() && !claim.signedHeaders().contains(HASH_HEADER)) {
      return new Content(UNSIGNED, request.body(), request.contentLength());
    }
    if (stated == null) {
      throw invalid("Missing required header for this request: " + HASH_HEADER);
    }
    return switch (stated) {
      case UNSIGNED -> new Content(stated, request.body(), request.contentLength());
      case SIGNED_CHUNKS -> chunked(request, stated, new ChunkSignatures(claim, key), false);
      case SIGNED_CHUNKS_TRAILER -> chunked(request, stated, new ChunkSignatures(claim, key), true);
      case UNSIGNED_CHUNKS_TRAILER -> chunked(request, stated, null, true);
      default -> hashed(request, stated);
    };
  }

  private static Content hashed(HttpRequest request, String stated) {
    var expected = stated.toLowerCase(Locale.ROOT);
    if (!SHA_256.matcher(expected).matches()) {
      throw new ServiceException(
          "InvalidArgument",
          400,
          HASH_HEADER
              + " must be "
              + UNSIGNED
              + ", "
              + UNSIGNED_CHUNKS_TRAILER
              + ", "
              + SIGNED_CHUNKS
              + ", "
              + SIGNED_CHUNKS_TRAILER
              + " or a valid sha256 value.");
    }
    long length = request.contentLength();
    var verified = new HashedBody(request.body(), length, expected);
    if (length < 0 || length > SMALL) {
      return new Content(stated, verified, length);
    }
    return new Content(stated, new ByteArrayInputStream(read(verified, SMALL)), length);
  }

  private static Content chunked(
      HttpRequest request, String hash, @Nullable ChunkSignatures signatures, boolean hasTrailer) {
    var trailer =
        hasTrailer ? TrailingChecksums.announcedBy(request.headers()) : TrailingChecksums.none();
    long length = decodedLength(request);
    return new Content(hash, new ChunkedBody(request.body(), length, signatures, trailer), length);
  }

  private static long decodedLength(HttpRequest request) {
    var text = request.headers().first("x-amz-decoded-content-length").orElse(null);
    if (text == null) {
      throw new ServiceException(
          "MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
    }
    if (!NUMBER.matcher(text).matches()) {
      throw invalid("x-amz-decoded-content-length: " + text + " (expected: a number)");
    }
    return Long.parseLong(text);
  }

  private static byte[] buffered(HttpRequest request, int most) {
    if (request.contentLength() > most) {
      throw tooLarge(most);
    }
    var bytes = read(request.body(), most + 1);
    if (bytes.length > most) {
      throw tooLarge(most);
    }
    return bytes;
  }

  private static byte[] read(InputStream body, int most) {
    try {
      return body.readNBytes(most);
    } catch (IOException e) {
      throw invalid("The request body could not be read to its end.", e);
    }
  }

  private static ServiceException tooLarge(int most) {
    return new ServiceException(
        "RequestEntityTooLargeException",
        413,
        "Request must be smaller than " + most + " bytes for this operation");
  }

  private static ServiceException invalid(String message) {
    return invalid(message, null);
  }

  private static ServiceException invalid(String message, @Nullable Throwable cause) {
    return new ServiceException("InvalidRequest", 400, message, cause);
  }
}
