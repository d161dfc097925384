package dev.hearth.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Audit;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowedVerifierTest {
  private final List<Audit.FailedSignature> told = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos;

  private final Audit audit =
      new Audit() {
        @Override
        public void admit(String service, String operation) {}

        @Override
        public void answered(Answered answered) {}

        @Override
        public void failed(FailedSignature failed) {
          told.add(failed);
        }
      };

  private static HttpRequest request(String keyId) {
    var headers =
        HttpHeaders.of(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + keyId
                + "/20261121/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature="
                + "0".repeat(64));
    return Requests.request(
        "GET", "/", headers.toBuilder().set("X-Amz-Date", "20261121T000000Z").build(), "");
  }

  private SlowedVerifier refusing(String code) {
    return new SlowedVerifier(
        (_, _) -> {
          throw new ServiceException(code, 403, "no");
        },
        audit,
        pauses::add,
        () -> nanos);
  }

  private static void attempts(SlowedVerifier verifier, String keyId, int count) {
    for (int i = 0; i < count; i++) {
      assertThatThrownBy(() -> verifier.verify(request(keyId), Dialect.REST_JSON))
          .isInstanceOf(ServiceException.class);
    }
  }

  @Test
  void guessesOfOneKeyAreAnsweredTheLaterTheMoreThereWere() {
    var verifier = refusing("InvalidSignatureException");
    attempts(verifier, "AKIA1", 5);
    assertThat(pauses).isEmpty();
    attempts(verifier, "AKIA1", 20);
    assertThat(pauses).hasSize(20).isSorted();
    assertThat(pauses.getFirst()).isEqualTo(Duration.ofMillis(50));
    assertThat(pauses.getLast()).isEqualTo(Duration.ofMillis(3_200));
    attempts(verifier, "AKIA2", 1);
    assertThat(pauses).hasSize(20);
  }

  @Test
  void failuresAreToldAndFarMoreThanThatOnlyNowAndThen() {
    attempts(refusing("SignatureDoesNotMatch"), "AKIA1", 100);
    assertThat(told)
        .extracting(Audit.FailedSignature::attempts)
        .containsExactly(1, 2, 3, 4, 5, 8, 16, 32, 64);
    assertThat(told.getFirst().accessKeyId()).isEqualTo("AKIA1");
  }

  @Test
  void failuresAreForgottenAfterAWhile() {
    var verifier = refusing("InvalidSignatureException");
    attempts(verifier, "AKIA1", 6);
    nanos += Duration.ofMinutes(16).toNanos();
    attempts(verifier, "AKIA1", 5);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void whatIsNoGuessCostsNothing() {
    attempts(refusing("ExpiredTokenException"), "AKIA1", 50);
    assertThat(pauses).isEmpty();
    assertThat(told).isEmpty();
  }
}
