package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cells hold lists, separated by semicolons; an empty cell of the request is an absent key.
class ConditionTest {

  @ParameterizedTest(name = "{0} [{1}] on [{2}] is {3}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          StringEquals                      | a              | a              | true
          StringEquals                      | a              | A              | false
          StringEquals                      | a;b            | b              | true
          StringEquals                      | a*             | abc            | false
          StringEquals                      | a*             | a*             | true
          StringEquals                      | a              | ''             | false
          StringEquals                      | ''             | ''             | false
          StringEqualsIfExists              | a              | ''             | true
          StringEqualsIfExists              | a              | b              | false
          StringNotEquals                   | a              | b              | true
          StringNotEquals                   | a              | a              | false
          StringNotEquals                   | a;b            | b              | false
          StringNotEquals                   | a;b            | c              | true
          StringNotEquals                   | a              | ''             | true
          StringNotEquals                   | a              | a;b            | false
          StringNotEquals                   | a              | b;c            | true
          StringNotEqualsIfExists           | a              | ''             | true
          StringEqualsIgnoreCase            | aB             | Ab             | true
          StringEqualsIgnoreCase            | a              | b              | false
          StringNotEqualsIgnoreCase         | a              | A              | false
          StringNotEqualsIgnoreCase         | a              | b              | true
          StringLike                        | a*c            | abbbc          | true
          StringLike                        | a?c            | abc            | true
          StringLike                        | a?c            | abbc           | false
          StringLike                        | A*             | abc            | false
          StringLike                        | *              | anything       | true
          StringLike                        | *              | ''             | false
          StringLike                        | x*;y*          | yes            | true
          StringNotLike                     | a*             | abc            | false
          StringNotLike                     | a*             | bcd            | true
          StringNotLike                     | a*;b*          | bcd            | false
          StringNotLike                     | a*             | ''             | true
          StringLikeIfExists                | a*             | ''             | true
          NumericEquals                     | 10             | 10             | true
          NumericEquals                     | 10             | 10.0           | true
          NumericEquals                     | 10             | 11             | false
          NumericEquals                     | 10             | ten            | false
          NumericNotEquals                  | 10             | 11             | true
          NumericNotEquals                  | 10             | 10             | false
          NumericNotEquals                  | 10             | ten            | true
          NumericLessThan                   | 10             | 9.99           | true
          NumericLessThan                   | 10             | 10             | false
          NumericLessThanEquals             | 10             | 10             | true
          NumericLessThanEquals             | 10             | 10.01          | false
          NumericGreaterThan                | 10             | 11             | true
          NumericGreaterThan                | 10             | 10             | false
          NumericGreaterThanEquals          | 10             | 10             | true
          NumericGreaterThanEquals          | 10             | -10            | false
          NumericGreaterThan                | 9              | 10             | true
          NumericLessThan                   | 10             | ''             | false
          NumericLessThanIfExists           | 10             | ''             | true
          NumericLessThanIfExists           | 10             | 12             | false
          DateEquals                        | 2026-11-21T00:00:00Z | 1795219200     | true
          DateEquals                        | 2026-11-21           | 2026-11-21T00:00:00Z | true
          DateEquals                        | 2026-11-21T02:00:00+02:00 | 2026-11-21T00:00:00Z | true
          DateEquals                        | 2026           | 2026-01-01T00:00:00Z | true
          DateEquals                        | 2026-11        | 2026-11-01T00:00:00Z | true
          DateNotEquals                     | 2026-11-21     | 2026-11-22     | true
          DateNotEquals                     | 2026-11-21     | 2026-11-21     | false
          DateLessThan                      | 2026-11-21T12:00:00Z | 2026-11-21T11:59:59Z | true
          DateLessThan                      | 2026-11-21T12:00:00Z | 2026-11-21T12:00:00Z | false
          DateLessThanEquals                | 2026-11-21T12:00:00Z | 2026-11-21T12:00:00Z | true
          DateGreaterThan                   | 2026-11-21T12:00:00Z | 2026-11-21T12:00:01Z | true
          DateGreaterThan                   | 2026-11-21T12:00:00Z | 2026-11-21T12:00:00Z | false
          DateGreaterThanEquals             | 2026-11-21T12:00:00Z | 2026-11-21T12:00:00Z | true
          DateGreaterThan                   | 1000           | 2026-01-01     | true
          DateGreaterThan                   | 100000         | 2026-01-01     | true
          DateGreaterThan                   | 2026-01-01     | no date        | false
          DateLessThanIfExists              | 2026-01-01     | ''             | true
          Bool                              | true           | true           | true
          Bool                              | true           | True           | true
          Bool                              | true           | false          | false
          Bool                              | false          | false          | true
          Bool                              | true           | yes            | false
          Bool                              | true           | ''             | false
          BoolIfExists                      | true           | ''             | true
          BoolIfExists                      | true           | false          | false
          BinaryEquals                      | QmluYXJ5       | QmluYXJ5       | true
          BinaryEquals                      | QmluYXJ5       | QmluYXJ6       | false
          BinaryEquals                      | QmluYXJ5       | not base64!    | false
          BinaryEqualsIfExists              | QmluYXJ5       | ''             | true
          IpAddress                         | 203.0.113.0/24 | 203.0.113.255  | true
          IpAddress                         | 203.0.113.0/24 | 203.0.114.0    | false
          IpAddress                         | 203.0.113.7    | 203.0.113.7    | true
          IpAddress                         | 203.0.113.7    | 203.0.113.8    | false
          IpAddress                         | 0.0.0.0/0      | 8.8.8.8        | true
          IpAddress                         | 0.0.0.0/0      | 2001:db8::1    | false
          IpAddress                         | 2001:db8::/32  | 2001:db8:ffff::1 | true
          IpAddress                         | 2001:db8::/32  | 2001:db9::1    | false
          IpAddress                         | 10.0.0.0/8;192.168.0.0/16 | 192.168.1.1 | true
          IpAddress                         | 10.0.0.0/8     | localhost      | false
          IpAddress                         | 10.0.0.0/8     | ''             | false
          IpAddressIfExists                 | 10.0.0.0/8     | ''             | true
          NotIpAddress                      | 10.0.0.0/8     | 11.0.0.1       | true
          NotIpAddress                      | 10.0.0.0/8     | 10.0.0.1       | false
          NotIpAddress                      | 10.0.0.0/8;11.0.0.0/8 | 11.0.0.1 | false
          NotIpAddress                      | 10.0.0.0/8     | ''             | true
          ArnEquals                         | arn:aws:sns:us-east-1:111122223333:t | arn:aws:sns:us-east-1:111122223333:t | true
          ArnEquals                         | arn:aws:sns:*:111122223333:* | arn:aws:sns:us-east-1:111122223333:t | true
          ArnLike                           | arn:aws:sns:*:111122223333:t* | arn:aws:sns:us-east-1:111122223333:topic | true
          ArnLike                           | arn:aws:sns:*:111122223333:t* | arn:aws:sns:us-east-1:999:x:111122223333:t | false
          ArnLike                           | arn:aws:sns:us-?ast-1:111122223333:t | arn:aws:sns:us-east-1:111122223333:t | true
          ArnLike                           | arn:aws:sns:*  | arn:aws:sqs:us-east-1:111122223333:t | false
          ArnLike                           | arn:aws:s3:::b | no arn         | false
          ArnLike                           | arn:aws:s3:::b | ''             | false
          ArnLikeIfExists                   | arn:aws:s3:::b | ''             | true
          ArnNotEquals                      | arn:aws:s3:::b | arn:aws:s3:::c | true
          ArnNotEquals                      | arn:aws:s3:::b | arn:aws:s3:::b | false
          ArnNotLike                        | arn:aws:s3:::b* | arn:aws:s3:::bucket | false
          ArnNotLike                        | arn:aws:s3:::b* | arn:aws:s3:::cup | true
          ArnNotLike                        | arn:aws:s3:::b* | ''            | true
          Null                              | true           | ''             | true
          Null                              | true           | a              | false
          Null                              | false          | a              | true
          Null                              | false          | ''             | false
          ForAllValues:StringEquals         | a;b            | a;b            | true
          ForAllValues:StringEquals         | a;b            | a              | true
          ForAllValues:StringEquals         | a;b            | a;c            | false
          ForAllValues:StringEquals         | a;b            | ''             | true
          ForAllValues:StringNotEquals      | a;b            | c;d            | true
          ForAllValues:StringNotEquals      | a;b            | a;d            | false
          ForAllValues:StringNotEquals      | a;b            | ''             | true
          ForAllValues:StringLike           | a*             | ab;ac          | true
          ForAllValues:StringLike           | a*             | ab;bc          | false
          ForAnyValue:StringEquals          | a;b            | c;b            | true
          ForAnyValue:StringEquals          | a;b            | c;d            | false
          ForAnyValue:StringEquals          | a;b            | ''             | false
          ForAnyValue:StringEqualsIfExists  | a;b            | ''             | true
          ForAnyValue:StringNotEquals       | a;b            | a;c            | true
          ForAnyValue:StringNotEquals       | a;b            | a;b            | false
          ForAnyValue:StringNotEquals       | a;b            | ''             | false
          ForAnyValue:StringLike            | a*;b*          | xa;bx          | true
          ForAnyValue:ArnLike               | arn:aws:s3:::* | arn:aws:sqs:::q;arn:aws:s3:::b | true
          ForAllValues:NumericLessThan      | 10             | 1;2;3          | true
          ForAllValues:NumericLessThan      | 10             | 1;20           | false
          ForAnyValue:NumericLessThan       | 10             | 100;2          | true
          ForAllValues:Bool                 | true           | true;true      | true
          ForAnyValue:IpAddress             | 10.0.0.0/8     | 1.1.1.1;10.2.3.4 | true
          ForAllValues:IpAddress            | 10.0.0.0/8     | 1.1.1.1;10.2.3.4 | false
          """)
  void everyOperatorDecidesAsDocumented(
      String operator, String operands, String values, boolean holds) {
    var condition = Condition.compile(operator, "test:Key", list(operands), true);

    assertThat(condition.holds(Keys.of(Map.of("test:key", list(values))))).isEqualTo(holds);
  }

  @ParameterizedTest(name = "{0} of {1} on {2} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          StringEquals    | ${aws:username}                   | ann     | true
          StringEquals    | ${aws:username}                   | bob     | false
          StringEquals    | ${AWS:UserName}                   | ann     | true
          StringEquals    | home/${aws:username}/x            | home/ann/x | true
          StringEquals    | ${aws:missing}                    | ann     | false
          StringNotEquals | ${aws:missing}                    | ann     | true
          StringEquals    | ${aws:missing, 'ann'}             | ann     | true
          StringEquals    | ${ aws:username , 'x' }           | ann     | true
          StringEquals    | ${aws:missing,'a, b'}             | a, b    | true
          StringEquals    | ${aws:many}                       | one     | false
          StringEquals    | ${*}                              | *       | true
          StringLike      | a${*}b                            | a*b     | true
          StringLike      | a${*}b                            | axb     | false
          StringLike      | a${?}b                            | a?b     | true
          StringLike      | a${?}b                            | axb     | false
          StringEquals    | ${$}                              | $       | true
          StringEquals    | $                                 | $       | true
          StringEquals    | {aws:username}                    | {aws:username} | true
          StringLike      | ${aws:username}*                  | annie   | true
          StringLike      | ${test:star}                      | *       | true
          StringLike      | ${test:star}                      | abc     | false
          StringEqualsIgnoreCase | ${aws:username}            | ANN     | true
          ArnLike         | arn:aws:iam::${aws:account}:user/* | arn:aws:iam::111122223333:user/x | true
          ArnLike         | arn:aws:iam::${aws:account}:user/* | arn:aws:iam::999922223333:user/x | false
          ArnEquals       | arn:aws:iam::${aws:missing}:user/* | arn:aws:iam::111122223333:user/x | false
          """)
  void variablesStandForTheRequestsOwnValues(
      String operator, String operand, String value, boolean holds) {
    var condition = Condition.compile(operator, "test:key", List.of(operand), true);
    var keys =
        Keys.of(
            Map.of(
                "test:key", List.of(value),
                "test:star", List.of("*"),
                "aws:username", List.of("ann"),
                "aws:account", List.of("111122223333"),
                "aws:many", List.of("one", "two")));

    assertThat(condition.holds(keys)).isEqualTo(holds);
  }

  @Test
  void theOldVersionOfTheLanguageHasNoVariables() {
    var condition = Condition.compile("StringEquals", "k", List.of("${aws:username}"), false);

    assertThat(condition.holds(Keys.of(Map.of("k", List.of("${aws:username}"))))).isTrue();
  }

  @Test
  void aRequestCannotBringWildcardsIntoAPolicy() {
    var condition = Condition.compile("StringLike", "k", List.of("home/${own:name}"), true);
    var keys = Map.of("k", List.of("home/other"), "own:name", List.of("\uFFFF"));

    assertThat(condition.holds(Keys.of(keys))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "StringEqual",
        "stringequals",
        "ForEveryValue:StringEquals",
        "IfExists",
        "",
        "NullIfExists",
        "ForAllValues:Null",
        "NotBool"
      })
  void anUnknownOperatorIsRefused(String operator) {
    assertThatThrownBy(() -> Condition.compile(operator, "k", List.of("true"), true))
        .isInstanceOf(ServiceException.class)
        .hasMessage("Invalid Condition type : " + operator + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "NumericEquals,ten",
    "DateEquals,tomorrow",
    "DateEquals,2026-13-01",
    "Bool,yes",
    "Null,yes",
    "BinaryEquals,***",
    "IpAddress,example.com",
    "IpAddress,10.0.0.0/33",
    "IpAddress,10.0.0.0/-1",
    "IpAddress,10.0.0.0/x",
    "StringEquals,${aws:username",
    "StringEquals,${}",
  })
  void anOperandOfAnotherTypeIsRefused(String operator, String operand) {
    assertThatThrownBy(() -> Condition.compile(operator, "k", List.of(operand), true))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("MalformedPolicyDocument"));
  }

  private static List<String> list(String cell) {
    return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(";"));
  }
}
