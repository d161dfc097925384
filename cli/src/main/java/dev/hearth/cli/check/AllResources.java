package dev.hearth.cli.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Actions that could be allowed on some resources are allowed on all.
final class AllResources extends PolicyRule {
  private static final int SHOWN = 3;

  /// Patterns of actions that know no resource, so that `*` is all that a policy can say. Source:
  /// Service Authorization Reference, actions without a resource type.
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "ce:*",
          "cloudformation:validatetemplate",
          "cloudtrail:lookupevents",
          "cloudwatch:getmetricdata",
          "cloudwatch:getmetricstatistics",
          "cloudwatch:listmetrics",
          "cloudwatch:putmetricdata",
          "comprehend:detect*",
          "dynamodb:listtables",
          "ec2:describe*",
          "ecr:getauthorizationtoken",
          "iam:getaccount*",
          "iam:listpolicies",
          "iam:listroles",
          "iam:listusers",
          "kms:createkey",
          "kms:generaterandom",
          "kms:listaliases",
          "kms:listkeys",
          "lambda:createeventsourcemapping",
          "lambda:getaccountsettings",
          "lambda:listeventsourcemappings",
          "lambda:listfunctions",
          "lambda:listlayers",
          "pricing:*",
          "rekognition:detect*",
          "s3:listallmybuckets",
          "secretsmanager:batchgetsecretvalue",
          "secretsmanager:getrandompassword",
          "secretsmanager:listsecrets",
          "sns:listtopics",
          "sqs:listqueues",
          "ssm:describeparameters",
          "sts:getcalleridentity",
          "tag:getresources",
          "translate:translatetext",
          "xray:getsampling*",
          "xray:puttelemetryrecords",
          "xray:puttracesegments");

  /// Conditions that narrow resources as an ARN does.
  private static final List<String> NARROWING =
      List.of("aws:resourcetag/", "aws:resourceaccount", "aws:resourceorg");

  AllResources() {
    super(
        "policy-all-resources",
        Severity.MEDIUM,
        "A policy allows actions on every resource that could be allowed on some",
        "Name the resources by ARN, or by a pattern such as `arn:aws:sqs:*:*:orders-*`.");
  }

  @Override
  @Nullable String fault(PolicyDocument policy, Statement statement) {
    if (!policy.ofIdentity()
        || !statement.allResources()
        || statement.exceptActions()
        || statement.allActions() // which has a rule of its own
        || statement.conditionKeys().stream()
            .anyMatch(key -> NARROWING.stream().anyMatch(key::startsWith))) {
      return null;
    }
    var narrower =
        statement.actions().stream()
            .filter(
                action ->
                    WITHOUT_RESOURCE.stream().noneMatch(pattern -> Glob.matches(pattern, action)))
            .toList();
    return narrower.isEmpty() ? null : "Resource is `*` for " + some(narrower) + ".";
  }

  static String some(List<String> actions) {
    var shown = actions.stream().limit(SHOWN).map(a -> "`" + a + "`");
    return shown.collect(Collectors.joining(", "))
        + (actions.size() > SHOWN ? " and " + (actions.size() - SHOWN) + " more" : "");
  }
}
