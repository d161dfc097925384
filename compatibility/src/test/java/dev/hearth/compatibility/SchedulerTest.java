package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/// EventBridge Scheduler, as AWS's own client uses it.
@ExtendWith(Cloud.Extension.class)
class SchedulerTest {
  private static final String TRUST =
      Cloud.TRUST_LAMBDA.replace("lambda.amazonaws.com", "scheduler.amazonaws.com");

  private final Cloud cloud;
  private final String name = "schedule-" + UUID.randomUUID();

  SchedulerTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  private String role() {
    try (var iam = client(IamClient.builder()).build()) {
      var role = iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)).role().arn();
      iam.attachRolePolicy(
          r -> r.roleName(name).policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
      return role;
    }
  }

  private static String soon() {
    var at = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
    return "at(" + at + (at.getSecond() == 0 ? ":00" : "") + ")";
  }

  @Test
  void aScheduleCallsAnOperationAtItsTimeAndIsGone() {
    var role = role();
    try (var scheduler = client(SchedulerClient.builder()).build();
        var logs = client(CloudWatchLogsClient.builder()).build()) {
      schedule(
          scheduler,
          "once",
          role,
          "cloudwatchlogs:createLogGroup",
          "{\"logGroupName\":\"" + name + "\"}");
      Await.until(
          () -> logs.describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups(),
          groups -> groups.size() == 1);
      assertThatThrownBy(() -> scheduler.getSchedule(r -> r.name(name + "-once")))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageContaining("Schedule " + name + "-once does not exist.");
    }
  }

  @Test
  void aScheduleRaisesAndLowersProvisionedConcurrency() {
    var role = role();
    try (var function = new PythonFunction(cloud);
        var scheduler = client(SchedulerClient.builder()).build()) {
      function.create("return 1");
      var input = "{\"FunctionName\":\"%s\",\"Qualifier\":\"1\"".formatted(function.name());
      schedule(
          scheduler,
          "up",
          role,
          "lambda:putProvisionedConcurrencyConfig",
          input + ",\"ProvisionedConcurrentExecutions\":2}");
      Await.until(
          () -> provisioned(function),
          found ->
              found.stream()
                  .anyMatch(each -> each.availableProvisionedConcurrentExecutions() == 2));
      schedule(scheduler, "down", role, "lambda:deleteProvisionedConcurrencyConfig", input + "}");
      Await.until(() -> provisioned(function), List::isEmpty);
    }
  }

  private static List<ProvisionedConcurrencyConfigListItem> provisioned(PythonFunction function) {
    return function
        .lambda()
        .listProvisionedConcurrencyConfigs(r -> r.functionName(function.name()))
        .provisionedConcurrencyConfigs();
  }

  private void schedule(
      SchedulerClient scheduler, String suffix, String role, String operation, String input) {
    scheduler.createSchedule(
        r ->
            r.name(name + "-" + suffix)
                .scheduleExpression(soon())
                .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .target(
                    t ->
                        t.arn("arn:aws:scheduler:::aws-sdk:" + operation)
                            .roleArn(role)
                            .retryPolicy(p -> p.maximumRetryAttempts(0))
                            .input(input)));
  }

  @Test
  void groupsSchedulesAndTheirRefusals() {
    var role = role();
    try (var scheduler = client(SchedulerClient.builder()).build()) {
      scheduler.createScheduleGroup(r -> r.name(name).clientToken("a"));
      scheduler.createScheduleGroup(r -> r.name(name).clientToken("a"));
      assertThatThrownBy(() -> scheduler.createScheduleGroup(r -> r.name(name).clientToken("b")))
          .isInstanceOf(ConflictException.class);
      for (var each : new String[] {"a", "b", "c"}) {
        scheduler.createSchedule(
            r ->
                r.name(each)
                    .groupName(name)
                    .scheduleExpression("cron(0 9 ? * MON-FRI *)")
                    .scheduleExpressionTimezone("Europe/Berlin")
                    .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                    .target(
                        t ->
                            t.arn("arn:aws:lambda:us-east-1:" + cloud.account() + ":function:f")
                                .roleArn(role)));
      }
      assertThat(scheduler.listSchedulesPaginator(r -> r.groupName(name).maxResults(2)).schedules())
          .extracting(each -> each.name())
          .containsExactly("a", "b", "c");
      assertThatThrownBy(
              () ->
                  scheduler.createSchedule(
                      r ->
                          r.name("d")
                              .scheduleExpression("cron(0 9 * * * *)")
                              .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                              .target(
                                  t ->
                                      t.arn("arn:aws:lambda:us-east-1:123456789012:function:f")
                                          .roleArn(role))))
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining("Invalid Schedule Expression cron(0 9 * * * *).");
      scheduler.deleteScheduleGroup(r -> r.name(name));
      assertThatThrownBy(() -> scheduler.getSchedule(r -> r.name("a").groupName(name)))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }
}
