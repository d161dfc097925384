package dev.hearth.wire.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.model.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SignUpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;

class ValidatorTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/r";

  private static void validate(String service, String operation, SdkPojo input) {
    Validator.validate(ServiceModel.of(service).operation(operation).orElseThrow(), input);
  }

  private static String refusal(String service, String operation, SdkPojo input) {
    try {
      validate(service, operation, input);
    } catch (ServiceException refusal) {
      assertThat(refusal.status()).isEqualTo(400);
      return refusal.code() + ": " + refusal.getMessage();
    }
    throw new AssertionError("Nothing is wrong");
  }

  private static CreateFunctionRequest.Builder function() {
    return CreateFunctionRequest.builder()
        .functionName("f")
        .role(ROLE)
        .code(FunctionCode.builder().build());
  }

  @Test
  void aValidInputPasses() {
    validate("lambda", "CreateFunction", function().memorySize(128).layers(List.of()).build());
  }

  @Test
  void aMissingMemberMustNotBeNull() {
    assertThat(refusal("iam", "CreateUser", CreateUserRequest.builder().build()))
        .isEqualTo(
            "ValidationError: 1 validation error detected: Value null at 'userName' failed to"
                + " satisfy constraint: Member must not be null");
  }

  @Test
  void aNumberOutOfRangeTellsItsBound() {
    assertThat(refusal("lambda", "CreateFunction", function().memorySize(64).build()))
        .isEqualTo(
            "ValidationException: 1 validation error detected: Value '64' at 'memorySize' failed to"
                + " satisfy constraint: Member must have value greater than or equal to 128");
    assertThat(refusal("lambda", "CreateFunction", function().memorySize(10_241).build()))
        .endsWith("Member must have value less than or equal to 10240");
  }

  @Test
  void aTextTellsLengthAndPatternOneByOne() {
    var input = CreateLogGroupRequest.builder().logGroupName("").build();
    assertThat(refusal("cloudwatchlogs", "CreateLogGroup", input))
        .isEqualTo(
            "InvalidParameterException: 2 validation errors detected: Value '' at 'logGroupName'"
                + " failed to satisfy constraint: Member must have length greater than or equal to"
                + " 1; Value '' at 'logGroupName' failed to satisfy constraint: Member must satisfy"
                + " regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
  }

  @Test
  void anUnknownEnumValueIsToldTheSet() {
    var input =
        CreateTableRequest.builder()
            .tableName("table")
            .attributeDefinitions(
                AttributeDefinition.builder().attributeName("a").attributeType("Z").build())
            .keySchema(List.of())
            .build();
    assertThat(refusal("dynamodb", "CreateTable", input))
        .contains(
            "Value 'Z' at 'attributeDefinitions.1.member.attributeType' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [S, N, B]")
        .contains(
            "Value '[]' at 'keySchema' failed to satisfy constraint: Member must have length"
                + " greater than or equal to 1");
  }

  @Test
  void elementsAreToldAllThatIsWanted() {
    var input = CreateStackRequest.builder().stackName("s").capabilitiesWithStrings("A").build();
    assertThat(refusal("cloudformation", "CreateStack", input))
        .startsWith(
            "ValidationError: 1 validation error detected: Value '[A]' at 'capabilities' failed to"
                + " satisfy constraint: Member must satisfy constraint: [Member must satisfy enum"
                + " value set: [");
  }

  @Test
  void structuresInListsHaveTheirPath() {
    var input =
        CreateRoleRequest.builder()
            .roleName("r")
            .assumeRolePolicyDocument("{}")
            .tags(Tag.builder().key("a").value("b").build(), Tag.builder().key("a").build())
            .build();
    assertThat(refusal("iam", "CreateRole", input))
        .contains("Value null at 'tags.2.member.value' failed to satisfy constraint");
  }

  @Test
  void secretsAreNotShown() {
    var input =
        SignUpRequest.builder().clientId("a").username("u").password("hush ".repeat(100)).build();
    assertThat(refusal("cognitoidentityprovider", "SignUp", input))
        .contains("Value at 'password' failed")
        .doesNotContain("hush");
  }

  @Test
  void sqsHasWordsOfItsOwn() {
    assertThat(refusal("sqs", "CreateQueue", CreateQueueRequest.builder().build()))
        .isEqualTo("MissingParameter: The request must contain the parameter QueueName.");
  }

  @Test
  void arnsMayNameRegionsOfHearthsUsers() {
    var arn = "arn:aws:lambda:our-own-region:123456789012:function:f";
    validate("lambda", "GetFunction", GetFunctionRequest.builder().functionName(arn).build());
    assertThatThrownBy(
            () ->
                validate(
                    "lambda",
                    "GetFunction",
                    GetFunctionRequest.builder().functionName("arn:aws:lambda:Ü:1:f").build()))
        .isInstanceOf(ServiceException.class);
  }

  @Test
  void aRuntimeIsTheFunctionsOwnBusiness() {
    validate("lambda", "CreateFunction", function().runtime("python3.99").build());
  }

  @Test
  void keysOfMapsAreValidatedToo() {
    var input = function().environment(e -> e.variables(Map.of("1 bad", "x"))).build();
    assertThat(refusal("lambda", "CreateFunction", input))
        .contains("at 'environment.variables' failed")
        .contains("Map keys must satisfy constraint: [Member must satisfy regular expression");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void noTextMakesAPatternRunWithoutEnd() {
    // Every pattern of every service, against texts that make backtracking explode.
    int patterns = 0;
    for (var service : ServiceModel.all()) {
      for (var columns : dev.hearth.wire.model.IndexFile.lines(service.name() + ".constraints")) {
        if (columns[0].equals("type") && !columns[4].equals("-")) {
          var pattern = new BoundedPattern(columns[4]);
          pattern.matches("a".repeat(2_000) + "!");
          pattern.matches("arn:aws:" + "a-1:/.".repeat(1_000) + "\n");
          patterns++;
        }
      }
    }
    assertThat(patterns).isGreaterThan(350);
  }

  @Test
  void severalErrorsAreCounted() {
    var input = GetItemRequest.builder().build();
    assertThat(refusal("dynamodb", "GetItem", input))
        .startsWith("ValidationException: 2 validation errors detected: ")
        .contains("Value null at 'tableName'")
        .contains("; Value null at 'key'");
  }
}
