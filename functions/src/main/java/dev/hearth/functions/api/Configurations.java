package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.RuntimeVersion;
import dev.hearth.functions.Settings;
import dev.hearth.functions.Settings.Vpc;
import dev.hearth.functions.store.Status;
import dev.hearth.functions.store.StoredVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;

/// Shows versions as Lambda's `FunctionConfiguration`.
public final class Configurations {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  private Configurations() {}

  /// A time as Lambda writes it, such as `2026-11-21T12:00:00.000+0000`.
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /// What a request for `reference` is shown: the ARN is as it was asked for, with an alias too.
  static FunctionConfiguration full(StoredVersion version, FunctionReference reference) {
    return full(version, false).toBuilder().functionArn(reference.arn()).build();
  }

  /// All that there is to show.
  ///
  /// @param qualified whether the ARN carries the version, as it does where the request did or
  ///   where the version is a published one
  static FunctionConfiguration full(StoredVersion version, boolean qualified) {
    var configuration =
        brief(version, qualified).toBuilder()
            .state(version.state().value())
            .stateReason(version.state().reason())
            .stateReasonCode(version.state().code());
    if (version.settings().image() == null) {
      configuration.runtimeVersionConfig(
          runtime ->
              runtime.runtimeVersionArn(
                  RuntimeVersion.arn(version.function().region(), version.settings().runtime())));
    }
    var update = version.lastUpdate();
    if (update != null) {
      configuration
          .lastUpdateStatus(update.value())
          .lastUpdateStatusReason(update.reason())
          .lastUpdateStatusReasonCode(update.code());
    }
    return configuration.build();
  }

  /// What lists show: all but states and the runtime's version.
  static FunctionConfiguration brief(StoredVersion version, boolean qualified) {
    var settings = version.settings();
    boolean published = version.number() != StoredVersion.LATEST;
    var function = version.function().functionArn();
    var configuration =
        FunctionConfiguration.builder()
            .functionName(version.function().name())
            .functionArn(qualified || published ? function + ":" + version.version() : function)
            .version(version.version())
            .revisionId(version.revision())
            .role(settings.role())
            .codeSha256(version.codeSha256())
            .codeSize(version.code().size())
            .description(settings.description())
            .timeout(settings.timeoutSeconds())
            .memorySize(settings.memoryMebibytes())
            .lastModified(time(version.lastModified()))
            .architecturesWithStrings(settings.architecture())
            .kmsKeyArn(settings.kmsKey())
            .ephemeralStorage(storage -> storage.size(settings.temporaryMebibytes()))
            .tracingConfig(tracing -> tracing.mode(settings.tracing()))
            .snapStart(
                snapStart ->
                    snapStart
                        .applyOn(settings.snapStart())
                        .optimizationStatus(
                            version.snapStarts() && version.state().is(Status.ACTIVE)
                                ? SnapStartOptimizationStatus.ON
                                : SnapStartOptimizationStatus.OFF))
            .loggingConfig(logging -> show(settings.logging(), logging));
    if (!version.environment().isEmpty()) {
      configuration.environment(environment -> environment.variables(version.environment()));
    }
    if (settings.tenantIsolation() != null) {
      configuration.tenancyConfig(
          tenancy -> tenancy.tenantIsolationMode(settings.tenantIsolation()));
    }
    var durable = settings.durable();
    if (durable != null) {
      configuration.durableConfig(
          config ->
              config
                  .executionTimeout(durable.executionTimeoutSeconds())
                  .retentionPeriodInDays(durable.retentionDays()));
    }
    if (settings.image() == null) {
      configuration.packageType("Zip").runtime(settings.runtime()).handler(settings.handler());
    } else {
      configuration.packageType("Image");
      show(settings.image(), configuration);
    }
    if (!settings.layers().isEmpty()) {
      configuration.layers(
          settings.layers().stream()
              .map(layer -> Layer.builder().arn(layer.arn()).codeSize(layer.size()).build())
              .toList());
    }
    if (settings.deadLetterTarget() != null) {
      configuration.deadLetterConfig(dead -> dead.targetArn(settings.deadLetterTarget()));
    }
    if (!settings.vpc().equals(Vpc.NONE)) {
      configuration.vpcConfig(
          vpc ->
              vpc.subnetIds(settings.vpc().subnets())
                  .securityGroupIds(settings.vpc().securityGroups())
                  .ipv6AllowedForDualStack(settings.vpc().ipv6())
                  .vpcId(""));
    }
    return configuration.build();
  }

  private static void show(Settings.Image image, FunctionConfiguration.Builder configuration) {
    if (image.entryPoint() == null && image.command() == null && image.workingDirectory() == null) {
      return;
    }
    configuration.imageConfigResponse(
        response ->
            response.imageConfig(
                config -> {
                  if (image.entryPoint() != null) {
                    config.entryPoint(image.entryPoint());
                  }
                  if (image.command() != null) {
                    config.command(image.command());
                  }
                  config.workingDirectory(image.workingDirectory());
                }));
  }

  private static void show(
      Settings.Logging logging,
      software.amazon.awssdk.services.lambda.model.LoggingConfig.Builder config) {
    config
        .logFormat(logging.format())
        .logGroup(logging.group())
        .applicationLogLevel(logging.applicationLevel())
        .systemLogLevel(logging.systemLevel());
  }
}
