package dev.hearth.identity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.ledger.SmallestPolicy.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallestPolicyTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:";

  private static AccessUse use(String action, String resource) {
    return new AccessUse(
        "arn:aws:iam::123456789012:role/r",
        action,
        resource,
        "us-east-1",
        1,
        0,
        Instant.EPOCH,
        Instant.EPOCH,
        false);
  }

  @Test
  void actionsOnTheSameResourcesShareAStatementAndNoMoreIsAllowed() {
    assertThat(
            SmallestPolicy.of(
                List.of(
                    use("sqs:SendMessage", QUEUE + "a"),
                    use("sqs:SendMessage", QUEUE + "b"),
                    use("sqs:PurgeQueue", QUEUE + "b"),
                    use("sqs:SendMessage", QUEUE + "c"),
                    use("sns:ListTopics", "*"),
                    use("kms:ListKeys", "*"))))
        .containsExactly(
            new Statement("Kms", List.of("kms:ListKeys"), List.of("*")),
            new Statement("Sns", List.of("sns:ListTopics"), List.of("*")),
            new Statement("Sqs", List.of("sqs:SendMessage"), List.of(QUEUE + "a", QUEUE + "c")),
            new Statement(
                "Sqs2", List.of("sqs:PurgeQueue", "sqs:SendMessage"), List.of(QUEUE + "b")));
  }

  @Test
  void onlyNamesThatAreDrawnAnewAreGeneralised() {
    var stream = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f:log-stream:2026/x";
    assertThat(SmallestPolicy.general(stream))
        .isEqualTo("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f:log-stream:*");
    assertThat(SmallestPolicy.reason(stream))
        .hasValueSatisfying(r -> assertThat(r).contains("anew"));
    assertThat(SmallestPolicy.general(QUEUE + "a")).isEqualTo(QUEUE + "a");
    assertThat(SmallestPolicy.reason(QUEUE + "a")).isEmpty();
    assertThat(SmallestPolicy.reason("*")).isEmpty();
    assertThat(SmallestPolicy.reason(QUEUE + "*")).isPresent();
  }
}
