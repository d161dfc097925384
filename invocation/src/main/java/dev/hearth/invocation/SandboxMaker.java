package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.RuntimeVersion;
import dev.hearth.identity.RoleCredentials;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.SandboxSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Starts a sandbox for a function version: its credentials, its environment, its log stream.
final class SandboxMaker {
  // Outlives every sandbox: InvocationLimits.maxAge is shorter.
  private static final Duration CREDENTIALS_LIFETIME = Duration.ofHours(12);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final Functions functions;
  private final Driver driver;
  private final RoleCredentials credentials;
  private final Logs logs;
  private final URI endpoint;
  private final InstantSource clock;

  /// @param endpoint where a sandbox reaches Hearth, for `AWS_ENDPOINT_URL`
  SandboxMaker(
      Functions functions,
      Driver driver,
      RoleCredentials credentials,
      Logs logs,
      URI endpoint,
      InstantSource clock) {
    this.functions = functions;
    this.driver = driver;
    this.credentials = credentials;
    this.logs = logs;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /// A new sandbox for the pool's version, or nothing where that was replaced meanwhile.
  ///
  /// @param provisioned whether it is made ahead of its invocations
  Optional<Slot> start(Pool pool, boolean provisioned) {
    return functions.lease(pool.version()).map(lease -> start(pool, provisioned, lease));
  }

  private Slot start(Pool pool, boolean provisioned, Functions.Lease lease) {
    var started = false;
    try {
      var version = pool.version();
      var now = clock.instant();
      var stream = streamName(now, version.version());
      var log =
          new SandboxLog(
              logs,
              new Logs.Stream(
                  version.account(),
                  version.region(),
                  version.settings().logging().group(),
                  stream),
              version.settings().logging(),
              clock);
      var spec = spec(version, provisioned, lease, stream);
      var initStart = initStart(version, spec.initializationType());
      log.platform(now, initStart);
      var sandbox = driver.start(spec, log);
      started = true;
      sandbox.tell(now, initStart);
      return new Slot(pool, provisioned, sandbox, log, clock, lease::close);
    } finally {
      if (!started) {
        lease.close();
      }
    }
  }

  private PlatformEvent.InitStart initStart(FunctionVersion version, String type) {
    var settings = version.settings();
    // An image has a runtime of its own, which nobody knows here.
    var image = settings.image();
    return new PlatformEvent.InitStart(
        type,
        image == null ? driver.runtimeVersion(settings.runtime()) : image.resolvedUri(),
        RuntimeVersion.arn(
            version.region(), image == null ? settings.runtime() : image.resolvedUri()),
        version.name(),
        version.version(),
        settings.memoryMebibytes());
  }

  private static String streamName(Instant now, String version) {
    return DAY.format(now) + "/[" + version + "]" + UUID.randomUUID().toString().replace("-", "");
  }

  private SandboxSpec spec(
      FunctionVersion version, boolean provisioned, Functions.Lease lease, String stream) {
    return new SandboxSpec(
        version.versionArn(),
        version.name(),
        version.version(),
        version.settings().runtime(),
        version.settings().handler(),
        lease.code(),
        lease.layers(),
        environment(version),
        version.settings().memoryMebibytes(),
        version.settings().temporaryMebibytes(),
        version.timeout(),
        stream,
        provisioned ? SandboxSpec.PROVISIONED : SandboxSpec.ON_DEMAND,
        lease.image());
  }

  private Map<String, String> environment(FunctionVersion version) {
    var keys =
        credentials.issue(
            version.settings().role(),
            version.name(),
            "lambda.amazonaws.com",
            CREDENTIALS_LIFETIME);
    var variables = new HashMap<String, String>();
    variables.put("AWS_ENDPOINT_URL", endpoint.toString());
    variables.putAll(version.environment());
    variables.put("AWS_REGION", version.region().name());
    variables.put("AWS_DEFAULT_REGION", version.region().name());
    variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", keys.secret());
    variables.put("AWS_SESSION_TOKEN", keys.sessionToken());
    var logging = version.settings().logging();
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", logging.group());
    variables.put("AWS_LAMBDA_LOG_FORMAT", logging.format());
    if (logging.applicationLevel() != null) {
      variables.put("AWS_LAMBDA_LOG_LEVEL", logging.applicationLevel());
    }
    variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"); // no daemon listens: see docs/services
    return variables;
  }
}
