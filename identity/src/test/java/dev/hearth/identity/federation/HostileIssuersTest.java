package dev.hearth.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.hearth.identity.Cloud;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.UpdateOpenIdConnectProviderThumbprintRequest;

class HostileIssuersTest extends WebIdentity {
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private String provider = "";
  private String role = "";

  @BeforeEach
  void trust() {
    provider = register();
    role = role(provider, "\"StringEquals\":{\"ISSUER:aud\":\"a-client\"}");
  }

  private String token() {
    return issuer.token(cloud.now(), claims -> claims);
  }

  private void refused(String code, String text) {
    refused(code, text, role, token());
  }

  @Test
  void keysAreKeptForAWhile() {
    assume(role, token());
    assume(role, token());
    assertThat(issuer.asked()).isEqualTo(2);

    cloud.pass(Duration.ofMinutes(61));
    assume(role, token());
    assertThat(issuer.asked()).isEqualTo(4);
  }

  @Test
  void aNewKeyIsFoundAndUnknownOnesAreAskedForSeldom() {
    assume(role, token());
    issuer.publish(TestIssuer.RSA, TestIssuer.OTHER);
    cloud.pass(Duration.ofSeconds(29));
    var rotated =
        TestIssuer.sign(JWSAlgorithm.RS256, TestIssuer.OTHER, issuer.claims(cloud.now()).build());

    for (int i = 0; i < 10; i++) {
      refused("InvalidIdentityToken", "No key", role, rotated);
    }
    assertThat(issuer.asked()).isEqualTo(2);
    cloud.pass(Duration.ofSeconds(1));
    assume(role, rotated);
    assertThat(issuer.asked()).isEqualTo(4);
  }

  @Test
  void anUnknownKeyDoesNotTakeTheKnownOnesAwayWhereTheIssuerFails() {
    assume(role, token());
    issuer.answers.remove(DISCOVERY);
    cloud.pass(Duration.ofSeconds(30));

    refused(
        "IDPCommunicationError",
        "404",
        role,
        TestIssuer.sign(JWSAlgorithm.RS256, TestIssuer.OTHER, issuer.claims(cloud.now()).build()));
    assume(role, token());
  }

  @Test
  void anIssuerThatFailsIsAskedSeldom() {
    issuer.answers.clear();
    for (int i = 0; i < 10; i++) {
      refused("IDPCommunicationError", "404");
    }
    assertThat(issuer.asked()).isEqualTo(1);
    cloud.pass(Duration.ofSeconds(5));
    refused("IDPCommunicationError", "404");
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void noRedirectIsFollowed() {
    issuer.answers.put("/inside", TestIssuer.json(TestIssuer.discovery(issuer.url(), "https://x")));
    issuer.answers.put(
        DISCOVERY,
        HttpResponse.of(302, HttpHeaders.of("Location", issuer.url() + "/inside"), Payload.EMPTY));

    refused("IDPCommunicationError", "302");
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void keysThatAreTooLargeAreNotRead() {
    issuer.answers.put("/keys", TestIssuer.json("{\"keys\":[" + " ".repeat(256 * 1024) + "]}"));

    refused("InvalidIdentityToken", "more than 262144 bytes");
  }

  @Test
  void aDocumentThatIsTooLargeIsNotRead() {
    issuer.answers.put(DISCOVERY, TestIssuer.json(" ".repeat(64 * 1024) + "{}"));

    refused("InvalidIdentityToken", "more than 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"keys\":7}",
        "{\"keys\":[7]}",
        "{\"keys\":{}}",
        "<html>",
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"rsa\",\"n\":\"AQ\",\"e\":\"AQAB\"}]}"
      })
  void keysThatAreNoneAreRefused(String keys) {
    issuer.answers.put("/keys", TestIssuer.json(keys));

    refused("InvalidIdentityToken", "key");
  }

  @Test
  void deepKeysAreRefused() {
    issuer.answers.put("/keys", TestIssuer.json("{\"keys\":" + "[".repeat(100_000)));

    refused("InvalidIdentityToken", "cannot be read");
  }

  @Test
  void moreKeysThanAWSTakesAreRefused() {
    issuer.publish(
        TestIssuer.copies(TestIssuer.EC.toPublicJWK(), 201)
            .toArray(com.nimbusds.jose.jwk.JWK[]::new));

    refused("InvalidIdentityToken", "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"issuer\":7}", "{\"issuer\":null}"})
  void aDiscoveryDocumentThatIsNoneIsRefused(String document) {
    issuer.answers.put(DISCOVERY, TestIssuer.json(document));

    refused("InvalidIdentityToken", "Couldn't retrieve verification key");
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsRefused() {
    issuer.answers.put(
        DISCOVERY,
        TestIssuer.json(TestIssuer.discovery("https://other.example", issuer.url() + "/keys")));

    refused("InvalidIdentityToken", "another issuer's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost/keys", "file:///etc/passwd", "https:///keys", "https:x"})
  void keysAreFetchedOverHttpsOnly(String keys) {
    issuer.answers.put(DISCOVERY, TestIssuer.json(TestIssuer.discovery(issuer.url(), keys)));

    refused("InvalidIdentityToken", "discovery document");
  }

  @Test
  void aServerWhoseCertificateNobodyVouchesForIsNotBelieved() {
    cloud.run(
        UpdateOpenIdConnectProviderThumbprintRequest.builder()
            .openIDConnectProviderArn(provider)
            .thumbprintList("0".repeat(40))
            .build());

    refused("IDPCommunicationError", "certificate is not trusted");
    assertThat(issuer.asked()).isZero();
  }

  @Test
  void anIssuerNearThisHostIsNotAskedUnlessTheOperatorAllowsIt() {
    cloud.close();
    cloud = new Cloud(folder, false, false);

    refused("IDPCommunicationError", "did not answer");
    assertThat(issuer.asked()).isZero();
  }

  @Test
  void anIssuerThatNeverAnswersIsCutOff() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      issuer.answers.put(
          DISCOVERY,
          TestIssuer.json(
              TestIssuer.discovery(
                  issuer.url(), "https://localhost:" + silent.getLocalPort() + "/keys")));

      refused("IDPCommunicationError", "did not answer");
    }
  }

  @Test
  void aTokenWithoutAKeysIdHasTheOnlyKeyThatFits() {
    var bare = new com.nimbusds.jose.jwk.RSAKey.Builder(TestIssuer.RSA).keyID(null).build();
    var token = TestIssuer.sign(JWSAlgorithm.RS256, bare, issuer.claims(cloud.now()).build());
    assume(role, token);

    issuer.publish(TestIssuer.RSA, TestIssuer.OTHER);
    cloud.pass(Duration.ofHours(1));
    var later = TestIssuer.sign(JWSAlgorithm.RS256, bare, issuer.claims(cloud.now()).build());
    refused("InvalidIdentityToken", "No key", role, later);
  }
}
