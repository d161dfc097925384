package dev.hearth.functions;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a user configures of one version, but for its environment variables.
///
/// @param role the execution role's ARN
/// @param runtime such as `python3.13`
/// @param handler such as `app.handler`
/// @param description may be empty
/// @param timeoutSeconds 1 to 900
/// @param memoryMebibytes 128 to 10 240
/// @param temporaryMebibytes size of `/tmp`, 512 to 10 240
/// @param architecture `x86_64` or `arm64`
/// @param tracing `PassThrough` or `Active`
/// @param snapStart `None` or `PublishedVersions`
/// @param vpc kept and answered; Hearth has no VPCs
/// @param layers merged into `/opt` in this order, later ones over earlier ones
/// @param image null for functions in zip packages; else `runtime` and `handler` are empty
/// @param deadLetterTarget a queue's or topic's ARN
/// @param kmsKey a key's ARN
/// @param tenantIsolation `PER_TENANT`, or null for none; set when a function is made, and never
///   after
/// @param durable null unless its executions are durable; set when a function is made
public record Settings(
    String role,
    String runtime,
    String handler,
    String description,
    int timeoutSeconds,
    int memoryMebibytes,
    int temporaryMebibytes,
    String architecture,
    String tracing,
    String snapStart,
    Logging logging,
    Vpc vpc,
    List<Layer> layers,
    @Nullable Image image,
    @Nullable String deadLetterTarget,
    @Nullable String kmsKey,
    @Nullable String tenantIsolation,
    @Nullable Durable durable) {

  /// Settings that an older Hearth has stored know no layers.
  public Settings {
    layers = layers == null ? List.of() : List.copyOf(layers);
  }

  /// How long durable executions may take, and how long what happened in them is kept.
  ///
  /// @param executionTimeoutSeconds 1 to 31 622 400
  /// @param retentionDays 1 to 90, after the end
  public record Durable(int executionTimeoutSeconds, int retentionDays) {
    /// What Hearth takes where a function says nothing: a day, and Lambda's 30 days.
    public static final Durable DEFAULT = new Durable(86_400, 30);
  }

  /// How a function logs.
  ///
  /// @param format `Text` or `JSON`
  /// @param applicationLevel null with `Text`
  /// @param systemLevel null with `Text`
  /// @param group a log group's name
  public record Logging(
      String format,
      @Nullable String applicationLevel,
      @Nullable String systemLevel,
      String group) {}

  /// The network that a function asks to be in; no subnets where it asks for none.
  public record Vpc(List<String> subnets, List<String> securityGroups, boolean ipv6) {
    /// No VPC.
    public static final Vpc NONE = new Vpc(List.of(), List.of(), false);
  }

  /// A layer's version as a function uses it, whatever becomes of it afterwards.
  ///
  /// @param arn of the version
  /// @param sha256 of its archive, in base 64
  /// @param size of its archive, in bytes
  public record Layer(String arn, String sha256, long size) {}

  /// A container image, and what of its configuration a function replaces.
  ///
  /// @param uri as the user named it
  /// @param resolvedUri with the digest in place of the tag
  /// @param entryPoint in place of `ENTRYPOINT`, or null
  /// @param command in place of `CMD`, or null
  /// @param workingDirectory in place of `WORKDIR`, or null
  public record Image(
      String uri,
      String resolvedUri,
      @Nullable List<String> entryPoint,
      @Nullable List<String> command,
      @Nullable String workingDirectory) {
    /// The same at another place.
    public Image at(String newUri, String newResolvedUri) {
      return new Image(newUri, newResolvedUri, entryPoint, command, workingDirectory);
    }
  }

  /// Lambda's defaults for a function named `name`.
  public static Settings defaults(String name, String role, String runtime, String handler) {
    return new Settings(
        role,
        runtime,
        handler,
        "",
        3,
        128,
        512,
        "x86_64",
        "PassThrough",
        "None",
        new Logging("Text", null, null, "/aws/lambda/" + name),
        Vpc.NONE,
        List.of(),
        null,
        null,
        null,
        null,
        null);
  }

  /// Whether published versions are initialised once and copied.
  public boolean snapStarts() {
    return snapStart.equals("PublishedVersions");
  }

  /// The same but for what `edit` sets.
  public Settings with(UnaryOperator<SettingsBuilder> edit) {
    return edit.apply(new SettingsBuilder(this)).build();
  }
}
