package dev.hearth.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Content in chunks: signed or not, with a trailer or without.
final class ChunkedBodyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:05:06Z");
  private static final SigV4Verifier VERIFIER =
      new SigV4Verifier(Requests.KEYS, InstantSource.fixed(NOW), 1 << 20);
  private static final SdkSigner SIGNER = new SdkSigner(SdkSigner.permanent(), "s3", NOW);

  private static SdkHttpRequest put(int length) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.PUT)
        .protocol("https") // over plain HTTP the SDK signs chunks always
        .host("bucket.s3.localhost")
        .encodedPath("/key")
        .putHeader("Content-Length", Integer.toString(length))
        .build();
  }

  private static final List<Mode> MODES = List.of(Mode.values());

  private static byte[] body(int seed, int length) {
    var body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }

  private enum Mode {
    SIGNED("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
    SIGNED_WITH_TRAILER("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
    UNSIGNED_WITH_TRAILER("STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    private final String header;

    Mode(String header) {
      this.header = header;
    }
  }

  private static HttpRequest request(Mode mode, byte[] body, ChecksumAlgorithm checksum) {
    var put = put(body.length);
    return switch (mode) {
      case SIGNED -> SIGNER.chunked(put, body, true, null);
      case SIGNED_WITH_TRAILER -> SIGNER.chunked(put, body, true, checksum);
      case UNSIGNED_WITH_TRAILER -> SIGNER.chunked(put, body, false, checksum);
    };
  }

  static IntStream seeds() {
    return IntStream.range(0, 120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatTheSdkSendsInChunksIsVerified(int seed) throws Exception {
    var random = new Random(seed);
    var mode = MODES.get(seed % 3);
    var sizes = new int[] {0, 1, 1_000, 131_072, 131_073, 300_000};
    var body = body(seed, sizes[random.nextInt(sizes.length)]);
    var checksums =
        new ChecksumAlgorithm[] {
          DefaultChecksumAlgorithm.CRC32,
          DefaultChecksumAlgorithm.CRC32C,
          DefaultChecksumAlgorithm.SHA1,
          DefaultChecksumAlgorithm.SHA256
        };
    var request = request(mode, body, checksums[random.nextInt(checksums.length)]);
    assertThat(request.headers().first("x-amz-content-sha256")).contains(mode.header);
    var verified = VERIFIER.verify(request, Dialect.S3);
    assertThat(verified.contentLength()).isEqualTo(body.length);
    assertThat(verified.body().readAllBytes()).isEqualTo(body);
    assertThat(verified.body().read()).isEqualTo(-1);
  }

  private static ServiceException refusal(HttpRequest request, byte[] framed) {
    var refusal =
        catchThrowableOfType(
            ServiceException.class,
            () ->
                VERIFIER
                    .verify(
                        request.withBody(new ByteArrayInputStream(framed), framed.length),
                        Dialect.S3)
                    .body()
                    .readAllBytes());
    assertThat(refusal).as("the body is refused").isNotNull();
    return refusal;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anySingleByteChangedIsNoticed(int seed) throws Exception {
    var random = new Random(seed);
    var mode = MODES.get(seed % 3);
    var request = request(mode, body(seed, 2_000), DefaultChecksumAlgorithm.CRC32);
    var framed = request.body().readAllBytes();
    int at = random.nextInt(framed.length);
    byte before = framed[at];
    framed[at] ^= (byte) (1 << random.nextInt(7));
    boolean sameMeaning =
        Character.toLowerCase((char) before) == Character.toLowerCase((char) framed[at])
            || before == '\r'; // a name's case, or a line that ends in LF alone after a blank
    if (!sameMeaning) {
      assertThat(refusal(request, framed).status()).isBetween(400, 403);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aBodyCutAnywhereIsNoticedAndNeverWaitedFor(int seed) throws Exception {
    var mode = MODES.get(seed % 3);
    var request = request(mode, body(seed, 300), DefaultChecksumAlgorithm.SHA256);
    var framed = request.body().readAllBytes();
    int end = new Random(seed).nextInt(framed.length - 2);
    assertThat(refusal(request, Arrays.copyOf(framed, end)).code())
        .isIn("IncompleteBody", "MalformedTrailerError", "SignatureDoesNotMatch");
  }

  @Test
  void chunksCannotChangePlaces() throws Exception {
    var request = request(Mode.SIGNED, body(1, 262_144), DefaultChecksumAlgorithm.CRC32);
    var framed = request.body().readAllBytes();
    int chunk = "20000;chunk-signature=".length() + 64 + 2 + 131_072 + 2;
    var swapped = framed.clone();
    System.arraycopy(framed, 0, swapped, chunk, chunk);
    System.arraycopy(framed, chunk, swapped, 0, chunk);
    assertThat(refusal(request, swapped).code()).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void aChunkCannotBeLeftOut() throws Exception {
    var request = request(Mode.SIGNED, body(1, 262_144), DefaultChecksumAlgorithm.CRC32);
    var framed = request.body().readAllBytes();
    int chunk = "20000;chunk-signature=".length() + 64 + 2 + 131_072 + 2;
    refusal(request, Arrays.copyOfRange(framed, chunk, framed.length));
  }

  @Test
  void aWrongChecksumIsABadDigest() throws Exception {
    var request = request(Mode.UNSIGNED_WITH_TRAILER, body(1, 50), DefaultChecksumAlgorithm.CRC32);
    var text = new String(request.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    var changed = text.replaceFirst("crc32:....", "crc32:AAAA");
    var refusal = refusal(request, changed.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refusal.code()).isEqualTo("BadDigest");
    assertThat(refusal)
        .hasMessage("The CRC32 you specified did not match the calculated checksum.");
  }

  @Test
  void aTrailerThatWasAnnouncedMustCome() throws Exception {
    var request = request(Mode.UNSIGNED_WITH_TRAILER, body(1, 50), DefaultChecksumAlgorithm.CRC32);
    var text = new String(request.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    var changed = text.replaceFirst("x-amz-checksum-crc32:[^\r]*\r\n", "");
    assertThat(refusal(request, changed.getBytes(StandardCharsets.ISO_8859_1)).code())
        .isEqualTo("MalformedTrailerError");
  }

  private static String reading(long length, String framed) {
    var trailer =
        TrailingChecksums.announcedBy(HttpHeaders.of("x-amz-trailer", "x-amz-checksum-crc64nvme"));
    var source = new ByteArrayInputStream(framed.getBytes(StandardCharsets.UTF_8));
    try (var body = new ChunkedBody(source, length, null, trailer)) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (ServiceException e) {
      return e.code();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theChecksumThatS3AddsByDefaultIsVerified() {
    var trailer =
        "0\r\nx-amz-checksum-crc64nvme:rosUhgp5mIg=\r\n\r\n"; // of 123456789, as published
    assertThat(reading(9, "4\r\n1234\r\n5\r\n56789\r\n" + trailer)).isEqualTo("123456789");
    assertThat(reading(9, "9\r\n123456798\r\n" + trailer)).isEqualTo("BadDigest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "zz\r\n",
        "-1\r\n",
        "9",
        "9\r\n123",
        "9\r\n123456789",
        "9\r\n123456789XX",
        "a\r\n1234567890\r\n",
        "8\r\n12345678\r\n0\r\n\r\n",
        "9\r\n123456789\r\n1\r\n1\r\n0\r\n\r\n",
        "9\r\n123456789\r\n0\r\n",
        "9\r\n123456789\r\n0\r\nno colon\r\n\r\n",
        "9\r\n123456789\r\n0\r\nx-other:1\r\n\r\n",
        "9;chunk-signature=00\r\n123456789\r\n0\r\n\r\n",
        "9\r\n123456789\r\n0\r\nx-amz-checksum-crc64nvme:rosUhgp5mIg=\r\n\r\nmore",
        "fffffffffffffff\r\n1",
        "ffffffffffffffffffff\r\n1",
      })
  void framingThatIsBrokenIsRefused(String framed) {
    assertThat(reading(9, framed))
        .isIn("IncompleteBody", "InvalidRequest", "MalformedTrailerError", "BadDigest");
  }

  @Test
  void aLineWithoutEndIsNotReadToItsEnd() {
    assertThat(reading(9, "9".repeat(1 << 20))).isEqualTo("InvalidRequest");
  }

  @Test
  void aTrailerOfAnUnknownKindIsRefused() {
    var refusal =
        catchThrowableOfType(
            ServiceException.class,
            () -> TrailingChecksums.announcedBy(HttpHeaders.of("x-amz-trailer", "x-own")));
    assertThat(refusal.code()).isEqualTo("InvalidRequest");
  }

  @Test
  void theFastChecksumIsTheSlowOne() {
    for (int length = 0; length < 200; length++) {
      var bytes = body(length, length);
      var fast = new Crc64Nvme();
      fast.update(bytes, 0, length);
      var slow = new Crc64Nvme();
      for (byte b : bytes) {
        slow.update(b);
      }
      assertThat(fast.getValue()).isEqualTo(slow.getValue());
    }
  }
}
