package dev.hearth.compatibility;

import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What [AuthorizationCoverageTest] must know beyond the models: what needs no permission, which
/// action an operation is called in policies, and texts that mean something.
final class CoverageRules {
  /// Operations that need no permission, each with the reason.
  static final Map<String, String> OPEN =
      Map.of(
          "sts:GetCallerIdentity", "who may not even be told who they are cannot be helped",
          "sts:GetSessionToken", "it gives users what they already have");

  /// Operations on something that only a running function makes and that is named by a secret, so
  /// that without it there is nothing to be allowed on: nobody gets past it.
  static final Map<String, String> OUT_OF_REACH =
      Map.of(
          "lambda:SendDurableExecutionCallbackFailure", "a callback's id is drawn at random",
          "lambda:SendDurableExecutionCallbackHeartbeat", "a callback's id is drawn at random",
          "lambda:SendDurableExecutionCallbackSuccess", "a callback's id is drawn at random");

  /// Operations that policies know by another action than their name. Source: Service Authorization
  /// Reference.
  private static final Map<String, String> ACTIONS =
      Map.of(
          "lambda:Invoke", "lambda:InvokeFunction",
          "lambda:InvokeWithResponseStream", "lambda:InvokeFunction",
          "lambda:GetLayerVersionByArn", "lambda:GetLayerVersion",
          "sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessageBatch", "sqs:DeleteMessage",
          "sqs:SendMessageBatch", "sqs:SendMessage",
          "sns:PublishBatch", "sns:Publish",
          "kms:ReEncrypt", "kms:ReEncryptFrom");

  /// Members that a model does not require, and the operation does, or without which it is about
  /// nothing.
  static final Map<String, Set<String>> ALSO =
      Map.ofEntries(
          Map.entry("sns.AddPermission", Set.of("AWSAccountId", "ActionName")),
          Map.entry("sns.Publish", Set.of("TopicArn")),
          Map.entry("cloudwatchlogs.DescribeLogStreams", Set.of("logGroupName")),
          Map.entry("cloudwatchlogs.GetLogEvents", Set.of("logGroupName")),
          Map.entry("cloudwatchlogs.FilterLogEvents", Set.of("logGroupName")),
          Map.entry(
              "cloudwatchlogs.PutLogGroupDeletionProtection",
              Set.of("logGroupIdentifier", "deletionProtectionEnabled")),
          Map.entry("kms.Decrypt", Set.of("KeyId")),
          Map.entry("kms.ReEncrypt", Set.of("SourceKeyId")),
          Map.entry("kms.RetireGrant", Set.of("GrantToken")),
          Map.entry("secretsmanager.Tag", Set.of("Key", "Value")),
          Map.entry("sts.GetFederationToken", Set.of("Policy")));

  private CoverageRules() {}

  /// What policies call an operation.
  static String action(OperationModel operation) {
    return ACTIONS.getOrDefault(operation.toString(), operation.toString());
  }

  /// Whether nobody gets past an operation whose secret they do not know: [#OUT_OF_REACH], and what
  /// STS gives for another's proof of who somebody is, which is no question of permissions.
  static boolean isOutOfReach(OperationModel operation) {
    return OUT_OF_REACH.containsKey(operation.toString())
        || (operation.isUnsigned() && operation.service().name().equals("sts"));
  }

  /// The code of a denial.
  static String code(ServiceModel service) {
    if (service.name().equals("sns")) {
      return "AuthorizationError";
    }
    // SQS's clients go by the codes that it had as a query service.
    return service.protocols().contains("awsQuery") || service.protocols().contains("restXml")
        ? "AccessDenied"
        : "AccessDeniedException";
  }

  /// The HTTP status of a denial.
  static int status(ServiceModel service) {
    return service.protocols().getFirst().startsWith("awsJson") ? 400 : 403;
  }

  /// Texts by member, alone or after its service's.
  static Map<String, String> values(
      URI endpoint, String account, String user, String role, String key) {
    var here = "us-east-1:" + account + ":";
    var values = new HashMap<String, String>();
    var policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}\
        """;
    values.put("PolicyDocument", policy);
    values.put("PolicyInputList", policy);
    values.put(
        "AssumeRolePolicyDocument",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"Service":"lambda.amazonaws.com"}}]}\
        """);
    values.put("sts.Policy", policy);
    values.put("PolicyArn", "arn:aws:iam::" + account + ":policy/coverage");
    values.put("PermissionsBoundary", "arn:aws:iam::" + account + ":policy/coverage");
    values.put("PolicySourceArn", user);
    values.put("ActionNames", "s3:GetObject");
    values.put("AccessKeyId", "AKIACOVERAGE00000000");
    values.put(
        "OpenIDConnectProviderArn", "arn:aws:iam::" + account + ":oidc-provider/example.com");
    values.put("Url", "https://example.com");
    values.put("ThumbprintList", "0".repeat(40));
    values.put("JobId", "00000000-0000-0000-0000-000000000000");
    values.put("iam.Arn", user);
    values.put("iam.VersionId", "v1");
    values.put("AWSServiceName", "elasticloadbalancing.amazonaws.com");
    values.put("DeletionTaskId", "task/aws-service-role/x/y/coverage");
    values.put("RoleArn", role);
    values.put("Role", role);
    values.put("iam.RoleName", "coverage");

    values.put("FunctionVersion", "1");
    values.put("Qualifier", "1");
    values.put("lambda.Action", "lambda:InvokeFunction");
    values.put("AddLayerVersionPermissionRequest.Action", "lambda:GetLayerVersion");
    values.put("lambda.Principal", account);
    values.put("Arn", "arn:aws:lambda:" + here + "layer:coverage:1");
    values.put("Resource", "arn:aws:lambda:" + here + "function:coverage");
    values.put(
        "CodeSigningConfigArn",
        "arn:aws:lambda:" + here + "code-signing-config:csc-0123456789abcdef0");
    values.put("SigningProfileVersionArns", "arn:aws:signer:" + here + "/signing-profiles/a/0123");
    values.put(
        "DurableExecutionArn",
        "arn:aws:lambda:"
            + here
            + "function:coverage:1/durable-execution/coverage/"
            + "00000000-0000-0000-0000-000000000000");

    values.put("QueueUrl", endpoint + "/" + account + "/coverage");
    values.put("sqs.SourceArn", "arn:aws:sqs:" + here + "coverage");
    values.put(
        "TaskHandle",
        Base64.getEncoder()
            .encodeToString(
                ("1 arn:aws:sqs:" + here + "coverage").getBytes(StandardCharsets.UTF_8)));
    values.put("AWSAccountIds", account);
    values.put("Actions", "SendMessage");
    values.put("TopicArn", "arn:aws:sns:" + here + "coverage");
    values.put("sns.ResourceArn", "arn:aws:sns:" + here + "coverage");
    values.put(
        "SubscriptionArn", "arn:aws:sns:" + here + "coverage:00000000-0000-0000-0000-000000000000");
    values.put("PlatformApplicationArn", "arn:aws:sns:" + here + "app/GCM/coverage");
    values.put(
        "EndpointArn",
        "arn:aws:sns:" + here + "endpoint/GCM/coverage/00000000-0000-0000-0000-000000000000");
    values.put("phoneNumber", "+14155550100");
    values.put("sns.Platform", "GCM");
    values.put("sns.Protocol", "sqs");
    values.put("sns.ActionName", "Publish");
    values.put("sns.AWSAccountId", account);

    values.put("EventPattern", "{\"source\":[\"a\"]}");
    values.put("eventbridge.Event", "{\"source\":\"a\"}");
    values.put("EventSourceArn", "arn:aws:events:" + here + "event-bus/default");
    values.put("eventbridge.ResourceARN", "arn:aws:events:" + here + "rule/coverage");
    values.put("TargetArn", "arn:aws:sqs:" + here + "coverage");
    values.put("eventbridge.Arn", "arn:aws:sqs:" + here + "coverage");
    values.put("ConnectionArn", "arn:aws:events:" + here + "connection/coverage/0");
    values.put("InvocationEndpoint", "https://example.com");

    values.put("pipes.Source", "arn:aws:sqs:" + here + "coverage");
    values.put("pipes.Target", "arn:aws:sqs:" + here + "covered");
    values.put("pipes.resourceArn", "arn:aws:pipes:" + here + "pipe/coverage");
    values.put("scheduler.ResourceArn", "arn:aws:scheduler:" + here + "schedule-group/coverage");
    values.put("scheduler.Arn", "arn:aws:sqs:" + here + "coverage");
    values.put("ScheduleExpression", "rate(1 hour)");

    values.put("cloudwatchlogs.resourceArn", "arn:aws:logs:" + here + "log-group:coverage");
    values.put("KeyId", key);
    values.put("SourceKeyId", key);
    values.put("DestinationKeyId", key);
    values.put("TargetKeyId", key);
    values.put("AliasName", "alias/coverage");
    values.put("GranteePrincipal", role); // and not who is to be refused
    values.put("RetiringPrincipal", role);
    values.put("kms.Operations", "Decrypt");
    values.put("ResourcePolicy", policy);
    values.put("ssm.Path", "/coverage");
    values.put("ssm.ResourceType", "Parameter");
    return values;
  }
}
