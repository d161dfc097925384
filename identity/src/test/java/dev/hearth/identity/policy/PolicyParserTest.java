package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          IDENTITY | []                                          | the document must be a JSON object
          IDENTITY | {"Statement":[{}]                           | Syntax errors in policy
          IDENTITY | {"Statement":[]}                            | Statement is missing or empty
          IDENTITY | {"Version":"2012-10-17"}                    | Statement is missing or empty
          IDENTITY | {"Version":"2013-01-01","Statement":[]}     | must contain a valid version string
          IDENTITY | {"Statement":[],"Statement":[]}             | Duplicate field
          IDENTITY | {"Statement":[]} x                          | Syntax errors in policy
          IDENTITY | {"Statements":[]}                           | unknown element Statements
          IDENTITY | {"Statement":["x"]}                         | a statement must be a JSON object
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Resources":"*"}} | unknown element Resources
          IDENTITY | {"Statement":{"Action":"*","Resource":"*"}} | Missing required field Effect
          IDENTITY | {"Statement":{"Effect":"allow","Action":"*","Resource":"*"}} | Invalid effect: allow
          IDENTITY | {"Statement":{"Effect":"Allow","Resource":"*"}} | Policy statement must contain actions.
          IDENTITY | {"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}} | Policy statement must contain actions.
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*"}} | Policy statement must contain resources.
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"Get","Resource":"*"}} | must be prefaced by a vendor
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"s3:Get Object","Resource":"*"}} | must be prefaced by a vendor
          IDENTITY | {"Statement":{"Effect":"Allow","Action":{"a":"b"},"Resource":"*"}} | must be a text or a list of texts
          IDENTITY | {"Statement":{"Effect":"Allow","Action":[["*"]],"Resource":"*"}} | must be a text or a list of texts
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}} | both Action and NotAction
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"}} | both Resource and NotResource
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"bucket"}} | Resource bucket must be in ARN format or "*".
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}} | should not specify a principal
          IDENTITY | {"Statement":{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}} | must be alpha-numeric
          IDENTITY | {"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]} | must be unique
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":"x"}} | Condition must be a JSON object
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Equals":{"a":"b"}}}} | Invalid Condition type : Equals.
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":{"b":"c"}}}}} | must be a text or a list of texts
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":[[[[[[[[[[1]]]]]]]]]]}}}} | Syntax errors in policy
          IDENTITY | {"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::\\uffff"}} | characters that are not allowed
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}} | Missing required field Principal
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{}}} | cannot be empty
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","NotPrincipal":"*"}} | Has prohibited field NotPrincipal
          RESOURCE | {"Statement":{"Effect":"Allow","Action":"s3:*","NotPrincipal":"*"}} | NotPrincipal must be used with the effect Deny.
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*"}} | Has prohibited field Resource
          TRUST    | {"Statement":{"Effect":"Allow","Action":"s3:Get*","Principal":"*"}} | may only specify STS AssumeRole actions
          TRUST    | {"Statement":{"Effect":"Allow","Action":"*","Principal":"*"}} | may only specify STS AssumeRole actions
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"111122223333"}} | Invalid principal in policy
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Aws":"111122223333"}}} | Invalid principal in policy: "Aws"
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"someone"}}} | Invalid principal in policy: "AWS":"someone"
          TRUST    | {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111122223333:role/*"}}} | Invalid principal in policy
          RESOURCE | {"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}} | Missing required field Principal
          """)
  void aWrongDocumentIsRefusedWithTheReason(PolicyKind kind, String document, String reason) {
    assertThatThrownBy(() -> Policy.parse(document, kind))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo("MalformedPolicyDocument");
              assertThat(e.status()).isEqualTo(400);
            })
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"Id":"x","Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}
        """,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Deny","NotAction":["iam:*","sts:*"],
         "NotResource":["arn:aws:s3:::a","arn:aws:s3:::b/*"],
         "Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"s3:max-keys":[10]}}}]}
        """,
      })
  void everyFormOfAnIdentityPolicyIsTaken(String document) {
    assertThatCode(() -> Policy.parse(document, PolicyKind.IDENTITY)).doesNotThrowAnyException();
  }

  @Test
  void everyFormOfPrincipalIsTaken() {
    var document =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"},
          {"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Principal":{
            "AWS":["111122223333","arn:aws:iam::111122223333:root","*"],
            "Service":["lambda.amazonaws.com"],
            "Federated":"cognito-identity.amazonaws.com"}}]}
        """;

    assertThatCode(() -> Policy.parse(document, PolicyKind.TRUST)).doesNotThrowAnyException();
  }
}
