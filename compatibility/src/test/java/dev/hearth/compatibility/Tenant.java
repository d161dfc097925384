package dev.hearth.compatibility;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;

/// One account's clients, with all that it has of each service, by name or ARN.
final class Tenant {
  private static final String CODE = "def handler(event, context):\n    return 1\n";

  final AwsBasicCredentials key;
  private final URI endpoint;

  Tenant(URI endpoint, String keyId, String secret) {
    this.endpoint = endpoint;
    this.key = AwsBasicCredentials.create(keyId, secret);
  }

  <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  String account() {
    try (var sts = client(StsClient.builder()).build()) {
      return sts.getCallerIdentity().account();
    }
  }

  /// Makes one thing of each kind, all of the same name.
  void settle(String name) {
    try (var iam = client(IamClient.builder()).build();
        var lambda = client(LambdaClient.builder()).build();
        var sqs = client(SqsClient.builder()).build();
        var sns = client(SnsClient.builder()).build();
        var logs = client(CloudWatchLogsClient.builder()).build();
        var secrets = client(SecretsManagerClient.builder()).build();
        var parameters = client(SsmClient.builder()).build();
        var keys = client(KmsClient.builder()).build();
        var buses = client(EventBridgeClient.builder()).build();
        var schedules = client(SchedulerClient.builder()).build()) {
      var role =
          iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
              .role()
              .arn();
      lambda.createFunction(
          r ->
              r.functionName(name)
                  .runtime(Runtime.PYTHON3_12)
                  .handler("app.handler")
                  .role(role)
                  .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", CODE)))));
      sqs.createQueue(r -> r.queueName(name));
      sns.createTopic(r -> r.name(name));
      logs.createLogGroup(r -> r.logGroupName(name));
      secrets.createSecret(r -> r.name(name).secretString("of " + key.accessKeyId()));
      parameters.putParameter(
          r -> r.name(name).type(ParameterType.STRING).value("of " + key.accessKeyId()));
      keys.createAlias(
          r -> r.aliasName("alias/" + name).targetKeyId(keys.createKey().keyMetadata().keyId()));
      buses.createEventBus(r -> r.name(name));
      schedules.createScheduleGroup(r -> r.name(name));
    }
  }

  /// The ARNs, or what else tells whose it is, of all that the account's lists show.
  List<String> sees() {
    var seen = new ArrayList<String>();
    try (var iam = client(IamClient.builder()).build();
        var lambda = client(LambdaClient.builder()).build();
        var sqs = client(SqsClient.builder()).build();
        var sns = client(SnsClient.builder()).build();
        var logs = client(CloudWatchLogsClient.builder()).build();
        var secrets = client(SecretsManagerClient.builder()).build();
        var parameters = client(SsmClient.builder()).build();
        var keys = client(KmsClient.builder()).build();
        var buses = client(EventBridgeClient.builder()).build();
        var schedules = client(SchedulerClient.builder()).build()) {
      iam.listRoles().roles().forEach(each -> seen.add(each.arn()));
      iam.listUsers().users().forEach(each -> seen.add(each.arn()));
      lambda.listFunctions().functions().forEach(each -> seen.add(each.functionArn()));
      seen.addAll(sqs.listQueues().queueUrls());
      sns.listTopics().topics().forEach(each -> seen.add(each.topicArn()));
      logs.describeLogGroups().logGroups().forEach(each -> seen.add(each.arn()));
      secrets.listSecrets().secretList().forEach(each -> seen.add(each.arn()));
      parameters.describeParameters().parameters().forEach(each -> seen.add(each.arn()));
      keys.listKeys().keys().forEach(each -> seen.add(each.keyArn()));
      keys.listAliases().aliases().forEach(each -> seen.add(each.aliasArn()));
      buses.listEventBuses(r -> {}).eventBuses().forEach(each -> seen.add(each.arn()));
      schedules.listScheduleGroups(r -> {}).scheduleGroups().forEach(g -> seen.add(g.arn()));
    }
    return seen;
  }
}
