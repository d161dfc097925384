package dev.hearth.messaging.topics.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TestTopics;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Subscription.State;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmationTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.5Z");

  /// What the guide says is signed, in its order.
  private static final List<String> SIGNED =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  @TempDir private Path folder;

  @Test
  void bothKindsAreSignedOverTheFieldsThatTheGuideNames() throws Exception {
    var key = new SigningKey(folder, new SecureRandom(), Clock.systemUTC());
    var links = new Links(URI.create("https://hearth.example.org"), key);
    var topic = new TopicArn(TestTopics.ACCOUNT, TestTopics.REGION, "t");
    var subscription =
        new Subscription(
            new SubscriptionArn(topic, "11111111-2222-3333-4444-555555555555"),
            TestTopics.ACCOUNT,
            "https",
            "https://example.org/",
            State.PENDING,
            "abc",
            TIME,
            false,
            false,
            Map.of());
    for (var kind : List.of(Kind.SUBSCRIBE, Kind.UNSUBSCRIBE)) {
      var text = Confirmation.json(kind, subscription, "m1", TIME, links, "2");
      var message = new ObjectMapper().readTree(text);

      assertThat(message.get("Type").asText()).isEqualTo(kind.type());
      assertThat(message.get("Timestamp").asText()).isEqualTo("2026-01-01T00:00:00.500Z");
      assertThat(message.get("SubscribeURL").asText())
          .isEqualTo(
              "https://hearth.example.org/?Action=ConfirmSubscription&TopicArn="
                  + topic
                  + "&Token=abc&Version=2010-03-31");
      assertThat(message.get("SigningCertURL").asText())
          .startsWith("https://hearth.example.org/SimpleNotificationService-")
          .endsWith(".pem");
      assertThat(isSigned(message, key)).isTrue();
    }
  }

  private static boolean isSigned(JsonNode message, SigningKey key) throws Exception {
    var signed = new StringBuilder();
    for (var name : SIGNED) {
      signed.append(name).append('\n').append(message.get(name).asText()).append('\n');
    }
    var verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(key.certificate().bytes())));
    verifier.update(signed.toString().getBytes(UTF_8));
    return verifier.verify(Base64.getDecoder().decode(message.get("Signature").asText()));
  }
}
