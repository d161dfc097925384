package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

@ExtendWith(Cloud.Extension.class)
class PermissionsTest {
  private static final String ACTION = "lambda:InvokeFunction";
  private static final String OTHER = "111122223333";

  private final Cloud cloud;
  @TempDir private Path folder;

  PermissionsTest(Cloud cloud) {
    this.cloud = cloud;
  }

  @Test
  void permissionsAreAddedShownAndRemoved() {
    try (var function = new PythonFunction(cloud)) {
      function.create("return 1");
      var lambda = function.lambda();
      var name = function.name();
      var added =
          lambda.addPermission(
              r ->
                  r.functionName(name)
                      .statementId("rule")
                      .action(ACTION)
                      .principal("events.amazonaws.com")
                      .sourceArn("arn:aws:events:us-east-1:123456789012:rule/r"));
      var policy = lambda.getPolicy(r -> r.functionName(name));
      assertThat(policy.policy()).contains(added.statement());
      assertThatThrownBy(
              () ->
                  lambda.addPermission(
                      r -> r.functionName(name).statementId("rule").action(ACTION).principal("*")))
          .isInstanceOf(ResourceConflictException.class);
      assertThatThrownBy(
              () ->
                  lambda.addPermission(
                      r -> r.functionName(name).statementId("x").action(ACTION).principal("me")))
          .isInstanceOf(InvalidParameterValueException.class);
      assertThatThrownBy(
              () ->
                  lambda.removePermission(
                      r -> r.functionName(name).statementId("rule").revisionId("old")))
          .isInstanceOf(PreconditionFailedException.class);
      lambda.removePermission(
          r -> r.functionName(name).statementId("rule").revisionId(policy.revisionId()));
      assertThatThrownBy(() -> lambda.getPolicy(r -> r.functionName(name)))
          .isInstanceOf(ResourceNotFoundException.class);
      assertThatThrownBy(() -> lambda.getPolicy(r -> r.functionName(name).qualifier("7")))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void anotherAccountInvokesAnAliasThatLetsItIn() throws Exception {
    try (var hearth = HearthProcess.start(folder.resolve("data"));
        var function = new PythonFunction(hearth.endpoint(), "test", "test");
        var stranger = PythonFunction.client(hearth.endpoint(), OTHER, "test")) {
      function.create("return 'welcome'");
      var lambda = function.lambda();
      var name = function.name();
      var alias =
          lambda
              .createAlias(r -> r.functionName(name).name("live").functionVersion("1"))
              .aliasArn();
      assertThatThrownBy(() -> stranger.invoke(r -> r.functionName(alias)))
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("no resource-based policy allows the lambda:InvokeFunction action");

      lambda.addPermission(
          r ->
              r.functionName(name)
                  .qualifier("live")
                  .statementId("other")
                  .action(ACTION)
                  .principal(OTHER));
      var answer = stranger.invoke(r -> r.functionName(alias));
      assertThat(answer.payload().asUtf8String()).isEqualTo("\"welcome\"");
      assertThat(answer.executedVersion()).isEqualTo("1");
      assertThatThrownBy(() -> stranger.invoke(r -> r.functionName(alias.replace(":live", ""))))
          .hasMessageContaining("no resource-based policy allows");
    }
  }
}
