package dev.hearth.functions.api;

import dev.hearth.functions.Settings;
import dev.hearth.functions.Settings.Durable;
import dev.hearth.functions.Settings.Logging;
import dev.hearth.functions.Settings.Vpc;
import dev.hearth.functions.catalogue.Refusals;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DurableConfig;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/// Reads a version's settings from requests. What a request leaves out stays as it was; what Hearth
/// cannot honour is refused rather than forgotten.
final class SettingsInput {
  private static final Pattern HANDLER = Pattern.compile("[^\\s]+");
  private static final Pattern TENANT_ISOLATION = Pattern.compile("PER_TENANT");
  private static final Pattern LOG_GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]+");

  private SettingsInput() {}

  /// The settings of a new function, with Lambda's defaults.
  static Settings of(CreateFunctionRequest input, String name) {
    boolean image = "Image".equals(input.packageTypeAsString());
    if (image) {
      ImageInput.check(input);
    } else if (input.runtimeAsString() == null || input.handler() == null) {
      throw Refusals.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment"
              + " packages.");
    }
    refuse(input.publishToAsString() != null, "PublishTo");
    var defaults =
        Settings.defaults(
                name,
                input.role(),
                orElse(input.runtimeAsString(), ""),
                orElse(input.handler(), ""))
            .with(
                b ->
                    b.architecture(architecture(input.architecturesAsStrings(), "x86_64"))
                        .image(image ? ImageInput.named(input.code().imageUri()) : null)
                        .tenantIsolation(tenantIsolation(input))
                        .durable(input.durableConfig() == null ? null : Durable.DEFAULT));
    return change(
        defaults, Shapes.copy(input, UpdateFunctionConfigurationRequest.builder()).build());
  }

  /// `base` with what the request changes.
  static Settings change(Settings base, UpdateFunctionConfigurationRequest input) {
    refuse(
        input.hasFileSystemConfigs() && !input.fileSystemConfigs().isEmpty(), "FileSystemConfigs");
    var image = ImageInput.change(base.image(), input);
    refuse(input.capacityProviderConfig() != null, "CapacityProviderConfig");
    var storage = input.ephemeralStorage();
    var tracing = input.tracingConfig();
    var snapStart = input.snapStart();
    var deadLetters = input.deadLetterConfig();
    var handler = orElse(input.handler(), base.handler());
    var description = orElse(input.description(), base.description());
    int timeout = orElse(input.timeout(), base.timeoutSeconds());
    int memory = orElse(input.memorySize(), base.memoryMebibytes());
    int temporary = storage == null ? base.temporaryMebibytes() : orElse(storage.size(), 512);
    return SnapStartInput.check(
        base.with(
            settings ->
                settings
                    .role(orElse(input.role(), base.role()))
                    .runtime(orElse(input.runtimeAsString(), base.runtime()))
                    .handler(image == null ? checkHandler(handler) : "")
                    .image(image)
                    .description(Validation.atMost("description", description, 256))
                    .timeoutSeconds(Validation.between("timeout", timeout, 1, 900))
                    .memoryMebibytes(Validation.between("memorySize", memory, 128, 10_240))
                    .temporaryMebibytes(
                        Validation.between("ephemeralStorage.size", temporary, 512, 10_240))
                    .tracing(
                        tracing == null
                            ? base.tracing()
                            : orElse(tracing.modeAsString(), base.tracing()))
                    .snapStart(
                        snapStart == null
                            ? base.snapStart()
                            : orElse(snapStart.applyOnAsString(), base.snapStart()))
                    .logging(logging(base.logging(), input.loggingConfig()))
                    .vpc(vpc(base.vpc(), input.vpcConfig()))
                    .deadLetterTarget(
                        deadLetters == null
                            ? base.deadLetterTarget()
                            : cleared(deadLetters.targetArn(), base.deadLetterTarget()))
                    .kmsKey(cleared(input.kmsKeyArn(), base.kmsKey()))
                    .durable(durable(base.durable(), input.durableConfig()))));
  }

  private static String checkHandler(String handler) {
    return Validation.matches("handler", Validation.atMost("handler", handler, 128), HANDLER);
  }

  /// The architecture that a request asks for. Both are taken: scripts run on either, and programs
  /// for another machine than this say so themselves when they start.
  static String architecture(@Nullable List<String> asked, String otherwise) {
    return asked == null || asked.isEmpty() ? otherwise : asked.getFirst();
  }

  private static @Nullable Durable durable(@Nullable Durable base, @Nullable DurableConfig input) {
    if (input == null) {
      return base;
    }
    if (base == null) {
      throw Refusals.invalid(
          "DurableConfig: a function's executions are durable from its creation or never.");
    }
    int timeout = orElse(input.executionTimeout(), base.executionTimeoutSeconds());
    int retention = orElse(input.retentionPeriodInDays(), base.retentionDays());
    return new Durable(
        Validation.between("durableConfig.executionTimeout", timeout, 1, 31_622_400),
        Validation.between("durableConfig.retentionPeriodInDays", retention, 1, 90));
  }

  private static @Nullable String tenantIsolation(CreateFunctionRequest input) {
    if (input.tenancyConfig() == null) {
      return null;
    }
    var mode = orElse(input.tenancyConfig().tenantIsolationModeAsString(), "");
    return Validation.matches("tenancyConfig.tenantIsolationMode", mode, TENANT_ISOLATION);
  }

  static void refuse(boolean there, String member) {
    if (there) {
      throw Refusals.invalid(member + " is not supported yet. Leave it out.");
    }
  }

  private static Logging logging(Logging base, @Nullable LoggingConfig input) {
    if (input == null) {
      return base;
    }
    var format = orElse(input.logFormatAsString(), base.format());
    var group = orElse(input.logGroup(), base.group());
    Validation.matches(
        "loggingConfig.logGroup",
        Validation.atMost("loggingConfig.logGroup", group, 512),
        LOG_GROUP);
    var application = input.applicationLogLevelAsString();
    var system = input.systemLogLevelAsString();
    if (!format.equals("JSON")) {
      if (application != null || system != null) {
        throw Refusals.invalid(
            "ApplicationLogLevel and SystemLogLevel need LogFormat JSON, but it is "
                + format
                + ".");
      }
      return new Logging(format, null, null, group);
    }
    return new Logging(
        format,
        orElse(application, orElse(base.applicationLevel(), "INFO")),
        orElse(system, orElse(base.systemLevel(), "INFO")),
        group);
  }

  private static Vpc vpc(Vpc base, @Nullable VpcConfig input) {
    if (input == null) {
      return base;
    }
    var subnets = input.hasSubnetIds() ? List.copyOf(input.subnetIds()) : base.subnets();
    var groups =
        input.hasSecurityGroupIds() ? List.copyOf(input.securityGroupIds()) : base.securityGroups();
    var ipv6 = orElse(input.ipv6AllowedForDualStack(), base.ipv6());
    return subnets.isEmpty() && groups.isEmpty() ? Vpc.NONE : new Vpc(subnets, groups, ipv6);
  }

  /// An empty text clears, none keeps.
  private static @Nullable String cleared(@Nullable String input, @Nullable String base) {
    return input == null ? base : input.isEmpty() ? null : input;
  }

  private static <T> T orElse(@Nullable T input, T base) {
    return input == null ? base : input;
  }
}
