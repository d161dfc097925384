package dev.hearth.identity.iam;

import dev.hearth.wire.model.ServiceModel;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the prefixes of actions are called. Source: Service Authorization Reference.
final class ServiceNames {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("apigateway", "Amazon API Gateway"),
          Map.entry("budgets", "AWS Budget Service"),
          Map.entry("ce", "AWS Cost Explorer Service"),
          Map.entry("cloudformation", "AWS CloudFormation"),
          Map.entry("cloudtrail", "AWS CloudTrail"),
          Map.entry("cloudwatch", "Amazon CloudWatch"),
          Map.entry("cognito-idp", "Amazon Cognito User Pools"),
          Map.entry("dynamodb", "Amazon DynamoDB"),
          Map.entry("ecr", "Amazon Elastic Container Registry"),
          Map.entry("events", "Amazon EventBridge"),
          Map.entry("execute-api", "Amazon API Gateway Management"),
          Map.entry("firehose", "Amazon Kinesis Firehose"),
          Map.entry("iam", "AWS Identity and Access Management"),
          Map.entry("kinesis", "Amazon Kinesis Data Streams"),
          Map.entry("kms", "AWS Key Management Service"),
          Map.entry("lambda", "AWS Lambda"),
          Map.entry("logs", "Amazon CloudWatch Logs"),
          Map.entry("pipes", "Amazon EventBridge Pipes"),
          Map.entry("s3", "Amazon S3"),
          Map.entry("scheduler", "Amazon EventBridge Scheduler"),
          Map.entry("secretsmanager", "AWS Secrets Manager"),
          Map.entry("sns", "Amazon SNS"),
          Map.entry("sqs", "Amazon SQS"),
          Map.entry("ssm", "AWS Systems Manager"),
          Map.entry("states", "AWS Step Functions"),
          Map.entry("sts", "AWS Security Token Service"),
          Map.entry("tag", "Amazon Resource Group Tagging API"),
          Map.entry("xray", "AWS X-Ray"));

  private ServiceNames() {}

  /// The prefixes of all services that Hearth has models of.
  static Set<String> namespaces() {
    var namespaces = new TreeMap<String, String>();
    for (var service : ServiceModel.all()) {
      // CloudWatch signs by its old name.
      var signing = service.signingName();
      namespaces.put(signing.equals("monitoring") ? "cloudwatch" : signing, service.name());
    }
    return namespaces.keySet();
  }

  static String title(String namespace) {
    return NAMES.getOrDefault(namespace, namespace.toUpperCase(Locale.ROOT));
  }
}
