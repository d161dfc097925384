package dev.hearth.identity.audit;

import java.util.Set;
import java.util.regex.Pattern;

/// What kind of event a call is. Source: CloudTrail User Guide, "Logging data events" and "Logging
/// management events".
final class EventKinds {
  /// Calls on data.
  private static final Set<String> DATA =
      Set.of(
          "lambda:Invoke",
          "lambda:InvokeAsync",
          "lambda:InvokeWithResponseStream",
          "lambda:CheckpointDurableExecution",
          "lambda:GetDurableExecutionState",
          "lambda:SendDurableExecutionCallbackSuccess",
          "lambda:SendDurableExecutionCallbackFailure",
          "lambda:SendDurableExecutionCallbackHeartbeat",
          "sqs:SendMessage",
          "sqs:SendMessageBatch",
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:DeleteMessageBatch",
          "sqs:ChangeMessageVisibility",
          "sqs:ChangeMessageVisibilityBatch",
          "sns:Publish",
          "sns:PublishBatch",
          "events:PutEvents",
          "logs:PutLogEvents",
          "logs:GetLogEvents",
          "logs:FilterLogEvents",
          "logs:StartLiveTail",
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:DeleteObjects",
          "s3:HeadObject",
          "s3:CopyObject",
          "s3:UploadPart",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:BatchGetItem",
          "dynamodb:BatchWriteItem",
          "kinesis:GetRecords",
          "kinesis:PutRecord",
          "kinesis:PutRecords",
          "monitoring:PutMetricData",
          "hearth:ListSandboxes",
          "hearth:ListQueues",
          "hearth:ListEvents");

  private static final Pattern READING =
      Pattern.compile(
          "(?:Get|List|Describe|Lookup|BatchGet|Head|Query|Scan|Simulate|Validate|Test|Filter|Search"
              + "|Decode|Read|Verify(?!Dom)|Select|Check|Estimate|Preview).*"
              + "|Encrypt|Decrypt|ReEncrypt|GenerateDataKey.*|GenerateMac|GenerateRandom|Sign"
              + "|AssumeRole.*|StartLiveTail|StartQuery|ReceiveMessage");

  private EventKinds() {}

  /// Whether a call is on settings rather than on data.
  static boolean isManagement(String service, String operation) {
    return !DATA.contains(service + ":" + operation);
  }

  /// Whether a call changes nothing.
  static boolean isReadOnly(String operation) {
    return READING.matcher(operation).matches();
  }
}
