package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.policy.Requester.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final Requester ANN =
      new Requester(
          Kind.USER,
          "arn:aws:iam::123456789012:user/ann",
          "arn:aws:iam::123456789012:user/ann",
          "123456789012");
  private static final Set<String> SERVICES = Set.of("sqs", "sns", "s3", "iam");

  private static String policy(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  @Test
  void eachActionOnEachResourceIsAGrantOfItsOwn() {
    var grants =
        Grants.of(
            policy(
                """
                {"Effect":"Deny","Action":"s3:*","Resource":"*"},
                {"Sid":"Q","Effect":"Allow","Action":["sqs:Send*","sqs:PurgeQueue"],
                 "Resource":["arn:aws:sqs:*:*:a","arn:aws:sqs:*:*:b"],
                 "Condition":{"Bool":{"aws:SecureTransport":"true"}}}
                """));
    assertThat(grants).hasSize(4).allMatch(grant -> grant.statement() == 2);
    assertThat(grants).allMatch(grant -> grant.sid().equals("Q"));
    assertThat(grants)
        .filteredOn(
            grant -> grant.covers("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:b", ANN))
        .singleElement()
        .satisfies(grant -> assertThat(grant.resource()).isEqualTo("arn:aws:sqs:*:*:b"));
  }

  @Test
  void aNegatedElementStaysWhole() {
    var grants =
        Grants.of(
            policy("{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"s3:*\"],\"Resource\":\"*\"}"));
    assertThat(grants)
        .singleElement()
        .extracting(Grants.Grant::action)
        .isEqualTo("not iam:*, s3:*");
    assertThat(grants.getFirst().covers("sqs:SendMessage", "*", ANN)).isTrue();
    assertThat(grants.getFirst().covers("s3:GetObject", "*", ANN)).isFalse();
  }

  @Test
  void servicesAreThoseThatAnActionMayBeOf() {
    assertThat(
            Grants.services(
                policy("{\"Effect\":\"Allow\",\"Action\":\"s*:Get*\",\"Resource\":\"*\"}"),
                SERVICES))
        .containsExactly("s3", "sns", "sqs");
    assertThat(
            Grants.services(
                policy("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"),
                SERVICES))
        .containsExactly("s3", "sns", "sqs");
    assertThat(
            Grants.services(
                policy("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}"), SERVICES))
        .isEmpty();
    assertThat(
            Grants.services(
                policy("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"), SERVICES))
        .hasSize(4);
  }
}
