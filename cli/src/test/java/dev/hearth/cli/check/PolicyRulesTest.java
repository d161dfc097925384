package dev.hearth.cli.check;

import static dev.hearth.cli.check.Findings.ofPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyRulesTest {
  @Test
  void aNarrowPolicyIsFine() {
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Action": ["sqs:SendMessage", "s3:Get*"],
                  "Resource": "arn:aws:sqs:us-east-1:000000000000:orders"},
                 {"Effect": "Deny", "Action": "*", "Resource": "*"},
                 {"Effect": "Deny", "NotAction": "s3:*", "NotResource": "*"}]
                """))
        .isEmpty();
  }

  @Test
  void everyActionIsTheWorstAndSaidOnce() {
    assertThat(ofPolicy("{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}"))
        .containsExactly("policy-all-actions high");
    assertThat(ofPolicy("{\"Effect\": \"Allow\", \"Action\": \"*:*\", \"Resource\": \"*\"}"))
        .containsExactly("policy-all-actions high");
  }

  @Test
  void everyActionOfAServiceIsToldOnWhateverResource() {
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Action": "S3:*", "Resource": "arn:aws:s3:::orders/*"}]
                """))
        .containsExactly("policy-service-wildcard medium");
  }

  @Test
  void allResourcesAreToldOfActionsThatKnowResources() {
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ListQueues"],
                  "Resource": "*"}]
                """))
        .containsExactly("policy-all-resources medium");
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Action": ["sqs:ListQueues", "ec2:DescribeInstances"],
                  "Resource": "*"}]
                """))
        .isEmpty();
  }

  @Test
  void aConditionOnTheResourcesTagsNarrowsThem() {
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
                  "Condition": {"StringEquals": {"aws:ResourceTag/team": "orders"}}}]
                """))
        .isEmpty();
  }

  @Test
  void passingAnyRoleIsToldHoweverItIsWritten() {
    for (var action : new String[] {"iam:PassRole", "iam:Pass*", "iam:*"}) {
      assertThat(
              ofPolicy(
                  "{\"Effect\": \"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"*\"}"))
          .contains("policy-pass-role high");
    }
    assertThat(
            ofPolicy(
                """
                {"Effect": "Allow", "Action": "iam:PassRole",
                 "Resource": "arn:aws:iam::000000000000:role/*"}
                """))
        .containsExactly("policy-pass-role high");
    assertThat(
            ofPolicy(
                """
                {"Effect": "Allow", "Action": "iam:PassRole",
                 "Resource": "arn:aws:iam::000000000000:role/worker"}
                """))
        .isEmpty();
  }

  @Test
  void exceptionsThatAllowAreTold() {
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
                 {"Effect": "Allow", "Action": "s3:GetObject",
                  "NotResource": "arn:aws:s3:::secret/*"}]
                """))
        .containsExactly("policy-not-action high", "policy-not-resource medium");
  }

  @Test
  void aResourceThatEverybodyMayUseIsTold() {
    for (var principal : new String[] {"\"*\"", "{\"AWS\": \"*\"}", "{\"AWS\": [\"1\", \"*\"]}"}) {
      assertThat(
              ofPolicy(
                  "{\"Effect\": \"Allow\", \"Principal\": "
                      + principal
                      + ", \"Action\": \"sqs:SendMessage\", \"Resource\": \"*\"}"))
          .containsExactly("policy-open-to-all high");
    }
  }

  @Test
  void aConditionOnTheCallerNarrowsEverybody() {
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "SNS:Publish",
                  "Resource": "*", "Condition": {"StringEquals": {"AWS:SourceOwner": "1"}}},
                 {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                  "Action": "sqs:SendMessage", "Resource": "*"}]
                """))
        .isEmpty();
    assertThat(
            ofPolicy(
                """
                [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage",
                  "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]
                """))
        .containsExactly("policy-open-to-all high");
  }

  @Test
  void patternsThatInviteBacktrackingAreMatchedAtOnce() {
    assertThat(Glob.matches("*a".repeat(2_000) + "b", "a".repeat(20_000))).isFalse();
    assertThat(Glob.matches("s3:*Obj?ct*", "s3:getobject")).isFalse();
    assertThat(Glob.matches("s3:*obj?ct*", "s3:getobject")).isTrue();
  }
}
