package dev.hearth.functions.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.api.Lab;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

class PermissionsTest {
  private static final String NONE = "The resource you requested does not exist.";

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
    lab.publish("f");
    alias();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aPermissionIsShownAsAwsShowsIt() {
    var added =
        add("s3", input -> input.sourceArn("arn:aws:s3:::bucket").sourceAccount("123456789012"));
    var statement =
        """
        {"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},\
        "Action":"lambda:InvokeFunction","Resource":"%sf","Condition":{\
        "StringEquals":{"AWS:SourceAccount":"123456789012"},\
        "ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"}}}\
        """
            .formatted(Lab.ARN);
    assertThat(added.statement()).isEqualTo(statement);
    assertThat(policy(null).policy())
        .isEqualTo("{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[%s]}", statement);
    lab.restart();
    assertThat(policy(null).policy()).contains(statement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|\"*\"",
        "events.amazonaws.com|{\"Service\":\"events.amazonaws.com\"}",
        "111122223333|{\"AWS\":\"arn:aws:iam::111122223333:root\"}",
        "arn:aws:iam::111122223333:role/path/r|{\"AWS\":\"arn:aws:iam::111122223333:role/path/r\"}",
        "arn:aws:sts::111122223333:assumed-role/r/s"
            + "|{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/r/s\"}",
      })
  void aPrincipalIsAServiceAnAccountAnIdentityOrEverybody(String text, String shown) {
    assertThat(add("s", input -> input.principal(text)).statement())
        .contains("\"Principal\":" + shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nobody", "11112222333", "arn:aws:iam::111122223333:user/*", "arn:aws:s3:::b"})
  void aPrincipalThatNobodyCanBeIsRefused(String text) {
    var refusal = lab.refused(adding("s", input -> input.principal(text)));
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal)
        .hasMessage(
            "The provided principal was invalid. Please check the principal and try again.");
  }

  @Test
  void conditionsOfFunctionUrlsBelongToTheirActions() {
    assertThat(
            add(
                    "url",
                    input ->
                        input
                            .principal("*")
                            .action("lambda:InvokeFunctionUrl")
                            .functionUrlAuthType("NONE"))
                .statement())
        .endsWith("\"Condition\":{\"StringEquals\":{\"lambda:FunctionUrlAuthType\":\"NONE\"}}}");
    assertThat(add("via", input -> input.principal("*").invokedViaFunctionUrl(true)).statement())
        .endsWith("\"Condition\":{\"Bool\":{\"lambda:InvokedViaFunctionUrl\":\"true\"}}}");
    assertThat(lab.refused(adding("x", input -> input.functionUrlAuthType("NONE"))))
        .hasMessage("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  }

  @Test
  void aSkillsTokenAndAnOrganizationAreConditions() {
    assertThat(
            add(
                    "alexa",
                    input -> input.eventSourceToken("amzn1.ask").principalOrgID("o-0123456789"))
                .statement())
        .contains(
            "\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-0123456789\","
                + "\"lambda:EventSourceToken\":\"amzn1.ask\"}");
  }

  @Test
  void aStatementsIdIsTakenOnceAndFreeAfterItsRemoval() {
    add("s", _ -> {});
    var taken = lab.refused(adding("s", _ -> {}));
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken).hasMessageStartingWith("The statement id (s) provided already exists.");
    remove("s", null);
    assertThat(lab.refused(reading(null))).hasMessage(NONE);
    add("s", _ -> {});
  }

  @Test
  void whatIsNotThereCannotBeRemoved() {
    assertThat(lab.refused(removing("s", null)))
        .hasMessage("No policy is associated with the given resource.");
    add("s", _ -> {});
    assertThat(lab.refused(removing("t", null)))
        .hasMessage("Statement t is not found in resource policy.");
    assertThat(lab.refused(removing("s", "9")))
        .hasMessage("Function not found: " + Lab.ARN + "f:9");
  }

  @Test
  void functionVersionAndAliasHavePoliciesOfTheirOwn() {
    add("function", _ -> {});
    add("version", input -> input.qualifier("1"));
    add("alias", input -> input.functionName("f:live"));
    assertThat(policy(null).policy()).contains("\"function\"").doesNotContain("alias", "version\"");
    assertThat(policy("1").policy()).contains("\"version\"", "\"Resource\":\"" + Lab.ARN + "f:1\"");
    assertThat(policy("live").policy()).contains(Lab.ARN + "f:live").doesNotContain("f:1");
    assertThat(lab.policies().find(Lab.ARN + "f:live")).contains(policy("live").policy());
    assertThat(lab.policies().find(Lab.ARN + "f:2")).isEmpty();
  }

  @Test
  void whatCanHaveNoPolicyIsRefused() {
    assertThat(lab.refused(adding("s", input -> input.qualifier("$LATEST"))))
        .hasMessage("We currently do not support adding policies for $LATEST.");
    assertThat(lab.refused(adding("s", input -> input.qualifier("none"))))
        .hasMessage("Cannot find alias arn: " + Lab.ARN + "f:none");
    assertThat(lab.refused(adding("s", input -> input.functionName("nobody"))))
        .hasMessage("Function not found: " + Lab.ARN + "nobody");
  }

  @Test
  void aPolicyGoesWithItsAliasAndWithItsFunction() {
    add("function", _ -> {});
    add("alias", input -> input.qualifier("live"));
    assertThat(lab.policies().find(Lab.ARN + "f:live")).isPresent();
    lab.run(
        DeleteAliasRequest.builder().functionName("f").name("live").build(),
        DeleteAliasResponse.class);
    assertThat(lab.policies().find(Lab.ARN + "f:live")).isEmpty();
    alias();
    assertThat(lab.policies().find(Lab.ARN + "f:live")).isEmpty();

    lab.delete("f");
    assertThat(lab.policies().find(Lab.ARN + "f")).isEmpty();
    lab.createActive("f");
    assertThat(lab.refused(reading(null))).hasMessage(NONE);
  }

  @Test
  void aPolicyGoesWithItsVersion() {
    lab.updateCode("f", "version 2");
    lab.settle();
    lab.publish("f");
    add("version", input -> input.qualifier("2"));
    assertThat(lab.policies().find(Lab.ARN + "f:2")).isPresent();
    lab.run(
        DeleteFunctionRequest.builder().functionName("f").qualifier("2").build(),
        DeleteFunctionResponse.class);
    assertThat(lab.policies().find(Lab.ARN + "f:2")).isEmpty();
  }

  @Test
  void aChangeMayAskForARevision() {
    add("a", _ -> {});
    var revision = policy(null).revisionId();
    add("b", input -> input.revisionId(revision));
    var stale = lab.refused(adding("c", input -> input.revisionId(revision)));
    assertThat(stale.code()).isEqualTo("PreconditionFailedException");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(
            lab.refused(
                    RemovePermissionRequest.builder()
                        .functionName("f")
                        .statementId("a")
                        .revisionId(revision)
                        .build())
                .status())
        .isEqualTo(412);
  }

  @Test
  void aPolicyHasAtMostTwentyKilobytes() {
    int statements = 0;
    while (statements < 200 && fits("statement-" + statements)) {
      statements++;
    }
    assertThat(policy(null).policy().length()).isLessThanOrEqualTo(PolicyDocument.MAX_BYTES);
    var refusal = lab.refused(adding("more", _ -> {}));
    assertThat(refusal.code()).isEqualTo("PolicyLengthExceededException");
    assertThat(refusal.getMessage())
        .matches("The final policy size \\(\\d+\\) is bigger than the limit \\(20480\\)\\.");
  }

  @Test
  void addingNeedsPermissionWithThePrincipalAsACondition() {
    var need = lab.access(adding("s", input -> input.qualifier("live"))).needs().getFirst();
    assertThat(need.action()).isEqualTo("lambda:AddPermission");
    assertThat(need.resource()).isEqualTo(Lab.ARN + "f:live");
    assertThat(need.conditions().get("lambda:Principal")).containsExactly("s3.amazonaws.com");
  }

  private boolean fits(String sid) {
    if (policyLength() > PolicyDocument.MAX_BYTES - 400) {
      return false;
    }
    add(sid, input -> input.sourceArn("arn:aws:s3:::" + "b".repeat(180)));
    return true;
  }

  private int policyLength() {
    return lab.policies().find(Lab.ARN + "f").map(String::length).orElse(0);
  }

  private void alias() {
    lab.run(
        CreateAliasRequest.builder().functionName("f").name("live").functionVersion("1").build(),
        CreateAliasResponse.class);
  }

  private static AddPermissionRequest adding(
      String sid, Consumer<AddPermissionRequest.Builder> change) {
    var input =
        AddPermissionRequest.builder()
            .functionName("f")
            .statementId(sid)
            .action("lambda:InvokeFunction")
            .principal("s3.amazonaws.com");
    change.accept(input);
    return input.build();
  }

  private AddPermissionResponse add(String sid, Consumer<AddPermissionRequest.Builder> change) {
    return lab.run(adding(sid, change), AddPermissionResponse.class);
  }

  private static RemovePermissionRequest removing(String sid, @Nullable String qualifier) {
    return RemovePermissionRequest.builder()
        .functionName("f")
        .statementId(sid)
        .qualifier(qualifier)
        .build();
  }

  private void remove(String sid, @Nullable String qualifier) {
    lab.run(removing(sid, qualifier), RemovePermissionResponse.class);
  }

  private static GetPolicyRequest reading(@Nullable String qualifier) {
    return GetPolicyRequest.builder().functionName("f").qualifier(qualifier).build();
  }

  private GetPolicyResponse policy(@Nullable String qualifier) {
    return lab.run(reading(qualifier), GetPolicyResponse.class);
  }
}
