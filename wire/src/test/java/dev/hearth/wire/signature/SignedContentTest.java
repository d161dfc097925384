package dev.hearth.wire.signature;

import static dev.hearth.wire.signature.SdkRequests.NOW;
import static dev.hearth.wire.signature.SdkRequests.bytes;
import static dev.hearth.wire.signature.SdkRequests.header;
import static dev.hearth.wire.signature.SdkRequests.refusal;
import static dev.hearth.wire.signature.SdkRequests.signer;
import static dev.hearth.wire.signature.SdkRequests.simple;
import static dev.hearth.wire.signature.SdkRequests.verifierAt;
import static dev.hearth.wire.signature.SdkRequests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How a signature covers the content.
final class SignedContentTest {
  @Test
  void onlyS3TakesUnsignedContent() throws Exception {
    var toS3 = signer("s3").unsignedContent(simple().build(), bytes("{}"));
    assertThat(toS3.headers().first(Content.HASH_HEADER)).contains("UNSIGNED-PAYLOAD");
    assertThat(verifierAt(NOW).verify(toS3, Dialect.S3).body().readAllBytes())
        .asString()
        .isEqualTo("{}");
    var toLambda = signer("lambda").unsignedContent(simple().build(), bytes("{}"));
    assertThat(toLambda.headers().first(Content.HASH_HEADER)).contains("UNSIGNED-PAYLOAD");
    assertThat(refusal(NOW, toLambda, Dialect.REST_JSON).code())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void s3NeedsToKnowHowContentIsCovered() {
    var signed = signer("s3").signed(simple().build(), bytes("{}"));
    var without =
        with(
            signed,
            signed.rawPath(),
            signed.rawQuery(),
            signed.headers().toBuilder().remove(Content.HASH_HEADER).build());
    assertThat(refusal(NOW, without, Dialect.S3))
        .hasMessage("Missing required header for this request: x-amz-content-sha256");
    assertThat(
            refusal(NOW, header(Content.HASH_HEADER, "SOMEHOW").apply(signed), Dialect.S3).code())
        .isEqualTo("InvalidArgument");
  }

  @Test
  void contentThatIsTooLargeToBeHeldIsRefused() {
    var verifier = new SigV4Verifier(Requests.KEYS, InstantSource.fixed(NOW), 100);
    var signed = signer("lambda").signed(simple().build(), new byte[101]);
    var announced =
        catchThrowableOfType(
            ServiceException.class, () -> verifier.verify(signed, Dialect.REST_JSON));
    assertThat(announced.status()).isEqualTo(413);
    var again = signer("lambda").signed(simple().build(), new byte[101]);
    var unannounced =
        catchThrowableOfType(
            ServiceException.class,
            () -> verifier.verify(again.withBody(again.body(), -1), Dialect.REST_JSON));
    assertThat(unannounced.status()).isEqualTo(413);
    var fits = signer("lambda").signed(simple().build(), new byte[100]);
    assertThatCode(() -> verifier.verify(fits, Dialect.REST_JSON)).doesNotThrowAnyException();
  }

  @Test
  void largeObjectsAreVerifiedWhileTheyPassBy() throws Exception {
    var body = new byte[3 << 20];
    new Random(1).nextBytes(body);
    var signed = signer("s3").signed(simple().build(), body);
    assertThat(verifierAt(NOW).verify(signed, Dialect.S3).body().readAllBytes()).isEqualTo(body);
    var other = signer("s3").signed(simple().build(), body);
    body[body.length - 1]++;
    var changed = other.withBody(new ByteArrayInputStream(body), body.length);
    assertThat(refusal(NOW, changed, Dialect.S3).code()).isEqualTo("XAmzContentSHA256Mismatch");
  }
}
