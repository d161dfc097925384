package dev.hearth.identity.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.identity.policy.Requester.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Policies and requests of a small vocabulary, so that they often meet.
final class RandomPolicies {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String ACCOUNT = "111122223333";
  private static final String OTHER = "444455556666";

  private static final List<String> ASKED =
      List.of("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "iam:CreateUser");
  private static final List<String> ACTIONS =
      List.of(
          "*",
          "s3:*",
          "S3:getobject",
          "s3:?etObject",
          "s3:*Object",
          "sqs:Send*",
          "iam:*User*",
          "s3:PutObject",
          "sqs:*");
  private static final List<String> ARNS =
      List.of(
          "*",
          "arn:aws:s3:::b/home/ann/x",
          "arn:aws:s3:::b/home/bob/y:z",
          "arn:aws:s3:::b/red",
          "arn:aws:sqs:us-east-1:111122223333:q1",
          "arn:aws:sqs:eu-west-1:444455556666:q12");
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "arn:aws:s3:::b/*",
          "arn:aws:s3:::b/home/${aws:username}/*",
          "arn:aws:s3:::b/${aws:PrincipalTag/team, 'red'}",
          "arn:aws:s3:::b/home/*:z",
          "arn:aws:s3:::*/home/???/?",
          "arn:aws:sqs:*:111122223333:q?",
          "arn:aws:sqs",
          "arn:aws:sqs:eu-west-1",
          "arn:aws:sqs:*:q1",
          "arn:aws:s3:::b/${*}",
          "arn:*:s3:*:*:b/*",
          "arn:aws:sqs:us-*:*:*");
  private static final List<String> PRINCIPALS =
      List.of(
          "*",
          ACCOUNT,
          OTHER,
          "arn:aws:iam::111122223333:root",
          "arn:aws:iam::444455556666:root",
          "arn:aws:iam::111122223333:user/ann",
          "arn:aws:iam::444455556666:user/ann",
          "arn:aws:iam::111122223333:role/app",
          "arn:aws:sts::111122223333:assumed-role/app/s1",
          "arn:aws:sts::111122223333:assumed-role/app/s2");
  private static final List<String> SERVICES = List.of("s3.amazonaws.com", "sns.amazonaws.com");

  /// By the beginning of the operators: what requests and policies have.
  private record Type(List<String> operators, List<String> values, List<String> operands) {}

  private static final List<Type> TYPES =
      List.of(
          new Type(
              List.of(
                  "StringEquals",
                  "StringNotEquals",
                  "StringEqualsIgnoreCase",
                  "StringNotEqualsIgnoreCase",
                  "StringLike",
                  "StringNotLike"),
              List.of("ann", "Ann", "bob", "red", "", "a*", "home/ann"),
              List.of(
                  "ann",
                  "a*",
                  "?nn",
                  "*",
                  "",
                  "RED",
                  "${aws:username}",
                  "home/${aws:username}",
                  "${aws:PrincipalTag/team, 'red'}",
                  "a${*}",
                  "${x:many}")),
          new Type(
              List.of(
                  "NumericEquals",
                  "NumericNotEquals",
                  "NumericLessThan",
                  "NumericLessThanEquals",
                  "NumericGreaterThan",
                  "NumericGreaterThanEquals"),
              List.of("1", "10", "2.5", "-3"),
              List.of("1.0", "10", "2.5", "0")),
          new Type(
              List.of(
                  "DateEquals",
                  "DateNotEquals",
                  "DateLessThan",
                  "DateLessThanEquals",
                  "DateGreaterThan",
                  "DateGreaterThanEquals"),
              List.of("2026-06-30T00:00:00Z", "2026-07-01T00:00:00Z", "1782777600"),
              List.of("2026-06-30T00:00:00Z", "2026-07-01", "1782777600")),
          new Type(
              List.of("Bool"),
              List.of("true", "false"),
              List.of("true", "false", "True", "${x:flag}")),
          new Type(List.of("BinaryEquals"), List.of("QUJD", "REVG"), List.of("QUJD", "qujd")),
          new Type(
              List.of("IpAddress", "NotIpAddress"),
              List.of("192.0.2.7", "203.0.113.200", "2001:db8::1", "2001:db8:1::1"),
              List.of(
                  "192.0.2.0/24", "203.0.113.128/25", "2001:db8::/48", "2001:db8::1", "0.0.0.0/0")),
          new Type(
              List.of("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"),
              List.of("arn:aws:s3:::b", "arn:aws:sns:us-east-1:111122223333:t", "b"),
              List.of(
                  "arn:aws:s3:::b",
                  "arn:aws:s3:::?",
                  "arn:aws:sns:*:111122223333:*",
                  "arn:aws:s3:*:*:${x:bucket}")));

  private final SplittableRandom random;

  RandomPolicies(long seed) {
    this.random = new SplittableRandom(seed);
  }

  String action() {
    return pick(ASKED);
  }

  String resource() {
    return pick(ARNS);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  Requester requester() {
    var account = chance(70) ? ACCOUNT : OTHER;
    var iam = "arn:aws:iam::" + account + ":";
    return switch (random.nextInt(10)) {
      case 0 -> new Requester(Kind.ANONYMOUS, "*", "*", "");
      case 1 -> Requester.service(pick(SERVICES));
      case 2 -> new Requester(Kind.ROOT, iam + "root", iam + "root", account);
      case 3, 4, 5 ->
          new Requester(
              Kind.SESSION,
              "arn:aws:sts::" + account + ":assumed-role/app/" + pick(List.of("s1", "s2")),
              iam + "role/app",
              account);
      default -> {
        var arn = iam + "user/" + pick(List.of("ann", "bob"));
        yield new Requester(Kind.USER, arn, arn, account);
      }
    };
  }

  /// Some of the keys that policies ask for, with one value, with several, with none.
  Map<String, List<String>> context() {
    var context = new HashMap<String, List<String>>();
    for (int type = 0; type < TYPES.size(); type++) {
      if (chance(70)) {
        int count = chance(70) ? 1 : upTo(3);
        var values = TYPES.get(type).values();
        context.put(key(type), random.ints(count, 0, values.size()).mapToObj(values::get).toList());
      }
    }
    addOne(context, "aws:username", List.of("ann", "bob", "a*"));
    addOne(context, "aws:PrincipalTag/team", List.of("red", "blue"));
    addOne(context, "x:flag", List.of("true", "false"));
    addOne(context, "x:bucket", List.of("b", "c"));
    if (chance(30)) {
      context.put("x:many", List.of("ann", "bob"));
    }
    return context;
  }

  private void addOne(Map<String, List<String>> context, String key, List<String> values) {
    if (chance(70)) {
      context.put(key, List.of(pick(values)));
    }
  }

  private static String key(int type) {
    return "x:key" + type;
  }

  ObjectNode policy(PolicyKind kind) {
    var policy = JSON.createObjectNode().put("Version", "2012-10-17");
    var statements = policy.putArray("Statement");
    for (int i = upTo(2); i >= 0; i--) {
      statements.add(statement(kind));
    }
    return policy;
  }

  private ObjectNode statement(PolicyKind kind) {
    boolean deny = chance(25);
    var statement = JSON.createObjectNode().put("Effect", deny ? "Deny" : "Allow");
    some(statement.putArray(chance(20) ? "NotAction" : "Action"), ACTIONS);
    if (kind == PolicyKind.IDENTITY || chance(60)) {
      some(statement.putArray(chance(20) ? "NotResource" : "Resource"), RESOURCES);
    }
    if (kind == PolicyKind.RESOURCE) {
      var name = deny && chance(40) ? "NotPrincipal" : "Principal";
      if (chance(15)) {
        statement.put(name, "*");
      } else {
        var principals = statement.putObject(name);
        some(principals.putArray("AWS"), PRINCIPALS);
        if (chance(40)) {
          some(principals.putArray("Service"), SERVICES);
        }
      }
    }
    if (chance(60)) {
      conditions(statement.putObject("Condition"));
    }
    return statement;
  }

  private void conditions(ObjectNode conditions) {
    for (int i = upTo(1); i >= 0; i--) {
      int type = random.nextInt(TYPES.size());
      if (chance(10)) {
        conditions.putObject("Null").put(key(type), chance(50) ? "true" : "false");
        continue;
      }
      var operator =
          pick(List.of("", "", "ForAnyValue:", "ForAllValues:"))
              + pick(TYPES.get(type).operators())
              + (chance(25) ? "IfExists" : "");
      some(
          conditions.putObject(operator).putArray(chance(30) ? "X:Key" + type : key(type)),
          TYPES.get(type).operands());
    }
  }

  private void some(ArrayNode array, List<String> from) {
    for (int i = upTo(2); i >= 0; i--) {
      array.add(pick(from));
    }
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
