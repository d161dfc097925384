package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.Settings;
import dev.hearth.functions.store.Settings.Logging;
import dev.hearth.functions.store.Settings.Vpc;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/// Reads a version's settings from requests. What a request leaves out stays as it was; what Hearth
/// cannot honour is refused rather than forgotten.
final class SettingsInput {
  private static final Pattern HANDLER = Pattern.compile("[^\\s]+");
  private static final Pattern LOG_GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]+");

  private SettingsInput() {}

  /// The settings of a new function, with Lambda's defaults.
  static Settings of(CreateFunctionRequest input, String name) {
    if ("Image".equals(input.packageTypeAsString())) {
      throw Refusals.invalid(
          "PackageType Image: container images do not run yet. Send a zip file.");
    }
    if (input.runtimeAsString() == null || input.handler() == null) {
      throw Refusals.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment"
              + " packages.");
    }
    refuse(input.codeSigningConfigArn() != null, "CodeSigningConfigArn");
    refuse(input.tenancyConfig() != null, "TenancyConfig");
    refuse(input.publishToAsString() != null, "PublishTo");
    var defaults =
        new Settings(
            input.role(),
            input.runtimeAsString(),
            input.handler(),
            "",
            3,
            128,
            512,
            architecture(input.architecturesAsStrings(), "x86_64"),
            "PassThrough",
            "None",
            new Logging("Text", null, null, "/aws/lambda/" + name),
            Vpc.NONE,
            null,
            null);
    return change(
        defaults, Shapes.copy(input, UpdateFunctionConfigurationRequest.builder()).build());
  }

  /// `base` with what the request changes.
  static Settings change(Settings base, UpdateFunctionConfigurationRequest input) {
    refuse(input.hasLayers() && !input.layers().isEmpty(), "Layers");
    refuse(
        input.hasFileSystemConfigs() && !input.fileSystemConfigs().isEmpty(), "FileSystemConfigs");
    refuse(input.imageConfig() != null, "ImageConfig");
    refuse(input.capacityProviderConfig() != null, "CapacityProviderConfig");
    refuse(input.durableConfig() != null, "DurableConfig");
    var storage = input.ephemeralStorage();
    var tracing = input.tracingConfig();
    var snapStart = input.snapStart();
    var deadLetters = input.deadLetterConfig();
    var handler = orElse(input.handler(), base.handler());
    var description = orElse(input.description(), base.description());
    int timeout = orElse(input.timeout(), base.timeoutSeconds());
    int memory = orElse(input.memorySize(), base.memoryMebibytes());
    int temporary = storage == null ? base.temporaryMebibytes() : orElse(storage.size(), 512);
    return new Settings(
        orElse(input.role(), base.role()),
        orElse(input.runtimeAsString(), base.runtime()),
        Validation.matches("handler", Validation.atMost("handler", handler, 128), HANDLER),
        Validation.atMost("description", description, 256),
        Validation.between("timeout", timeout, 1, 900),
        Validation.between("memorySize", memory, 128, 10_240),
        Validation.between("ephemeralStorage.size", temporary, 512, 10_240),
        base.architecture(),
        tracing == null ? base.tracing() : orElse(tracing.modeAsString(), base.tracing()),
        snapStart == null
            ? base.snapStart()
            : orElse(snapStart.applyOnAsString(), base.snapStart()),
        logging(base.logging(), input.loggingConfig()),
        vpc(base.vpc(), input.vpcConfig()),
        deadLetters == null
            ? base.deadLetterTarget()
            : cleared(deadLetters.targetArn(), base.deadLetterTarget()),
        cleared(input.kmsKeyArn(), base.kmsKey()));
  }

  /// The architecture that a request asks for. Both are taken: scripts run on either, and programs
  /// for another machine than this say so themselves when they start.
  static String architecture(@Nullable List<String> asked, String otherwise) {
    return asked == null || asked.isEmpty() ? otherwise : asked.getFirst();
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
