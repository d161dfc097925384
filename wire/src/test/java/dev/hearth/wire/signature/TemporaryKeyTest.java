package dev.hearth.wire.signature;

import static dev.hearth.wire.signature.SdkRequests.NOW;
import static dev.hearth.wire.signature.SdkRequests.header;
import static dev.hearth.wire.signature.SdkRequests.refusal;
import static dev.hearth.wire.signature.SdkRequests.simple;
import static dev.hearth.wire.signature.SdkRequests.temporary;
import static dev.hearth.wire.signature.SdkRequests.verifierAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Keys that come with a session token.
final class TemporaryKeyTest {
  @Test
  void aTemporaryKeyNeedsItsOwnToken() {
    var right = temporary(Requests.TEMPORARY_KEY, Requests.TOKEN, "lambda");
    assertThatCode(() -> verifierAt(NOW).verify(right, Dialect.REST_JSON))
        .doesNotThrowAnyException();
    var wrong = temporary(Requests.TEMPORARY_KEY, "another", "lambda");
    assertThat(refusal(NOW, wrong, Dialect.REST_JSON).code())
        .isEqualTo("UnrecognizedClientException");
    var wrongForS3 = temporary(Requests.TEMPORARY_KEY, "another", "s3");
    assertThat(refusal(NOW, wrongForS3, Dialect.S3).code()).isEqualTo("InvalidToken");
    var swapped =
        header("X-Amz-Security-Token", Requests.TOKEN)
            .apply(temporary(Requests.TEMPORARY_KEY, "another", "lambda"));
    assertThat(refusal(NOW, swapped, Dialect.REST_JSON).code())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void aTemporaryKeyPresignsWithItsToken() {
    var identity =
        AwsSessionCredentialsIdentity.create(
            Requests.TEMPORARY_KEY, Requests.SECRET, Requests.TOKEN);
    var request =
        new SdkSigner(identity, "s3", NOW).presigned(simple().build(), Duration.ofHours(1));
    assertThat(request.rawQuery()).contains("X-Amz-Security-Token=");
    assertThatCode(() -> verifierAt(NOW).verify(request, Dialect.S3)).doesNotThrowAnyException();
  }

  @Test
  void anExpiredTokenIsSaidToBeSo() {
    assertThat(refusal(NOW, temporary(Requests.OLD_KEY, "t", "lambda"), Dialect.REST_JSON))
        .hasMessage("The security token included in the request is expired")
        .extracting(ServiceException::code)
        .isEqualTo("ExpiredTokenException");
    assertThat(refusal(NOW, temporary(Requests.OLD_KEY, "t", "lambda"), Dialect.QUERY).code())
        .isEqualTo("ExpiredToken");
    assertThat(refusal(NOW, temporary(Requests.OLD_KEY, "t", "s3"), Dialect.S3))
        .hasMessage("The provided token has expired.")
        .extracting(ServiceException::status)
        .isEqualTo(400);
  }
}
