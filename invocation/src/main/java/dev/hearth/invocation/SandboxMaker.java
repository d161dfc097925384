package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.RuntimeVersion;
import dev.hearth.identity.RoleCredentials;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SessionCredentials;
import dev.hearth.sandbox.Snapshot;
import dev.hearth.sandbox.rules.RequestConcurrency;
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
import org.jspecify.annotations.Nullable;

/// Starts a sandbox for a function version: its credentials, its environment, its log stream.
final class SandboxMaker {
  // Outlives every sandbox: InvocationLimits.maxAge is shorter.
  private static final Duration CREDENTIALS_LIFETIME = Duration.ofHours(12);

  // What is initialised with these asks for others soon after it was copied.
  private static final Duration SNAPSHOT_CREDENTIALS_LIFETIME = Duration.ofMinutes(15);

  private static final int MOST_SNAPSHOTS = 3;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final Functions functions;
  private final Driver driver;
  private final RoleCredentials credentials;
  private final Logs logs;
  private final URI endpoint;
  private final InstantSource clock;
  private final Snapshots snapshots;

  /// @param endpoint where a sandbox reaches Hearth, for `AWS_ENDPOINT_URL`
  /// @param mostSnapshots that are kept without a sandbox of theirs
  SandboxMaker(
      Functions functions,
      Driver driver,
      RoleCredentials credentials,
      Logs logs,
      URI endpoint,
      int mostSnapshots,
      InstantSource clock) {
    this.functions = functions;
    this.driver = driver;
    this.credentials = credentials;
    this.logs = logs;
    this.endpoint = endpoint;
    this.clock = clock;
    this.snapshots = new Snapshots(this::snapshot, mostSnapshots, clock);
  }

  /// A new sandbox for the pool's version, or nothing where that was replaced meanwhile.
  ///
  /// @param provisioned whether it is made ahead of its invocations
  Optional<Slot> start(Pool pool, boolean provisioned) {
    var version = pool.version();
    var keys = version.snapStarts() ? null : new Meanwhile<>(() -> keys(version));
    return functions
        .lease(pool.version())
        .flatMap(
            lease -> {
              Slot started = null;
              try {
                started =
                    keys == null
                        ? restore(pool, provisioned, lease)
                        : start(pool, provisioned, lease, keys);
              } finally {
                if (started == null) {
                  lease.close();
                }
              }
              return Optional.ofNullable(started);
            });
  }

  private Slot start(
      Pool pool,
      boolean provisioned,
      Functions.Lease lease,
      Meanwhile<RoleCredentials.Credentials> keys) {
    var version = pool.version();
    var now = clock.instant();
    var stream = streamName(now, version.version());
    var log = log(version, stream);
    var type = provisioned ? SandboxSpec.PROVISIONED : SandboxSpec.ON_DEMAND;
    var initStart = initStart(version, type);
    // Whose role cannot be assumed has not begun: nothing is logged before.
    var environment = environment(version, keys.join());
    environment.remove(RequestConcurrency.VARIABLE);
    if (pool.concurrency() > 1) {
      environment.put(RequestConcurrency.VARIABLE, Integer.toString(pool.concurrency()));
    }
    log.platform(now, initStart);
    var spec = spec(version, type, lease, stream, environment, null);
    var sandbox = driver.start(spec, log);
    sandbox.tell(now, initStart);
    return new Slot(pool, provisioned, sandbox, log, clock, lease::close);
  }

  /// A copy of the version's snapshot; null where the version was replaced meanwhile.
  private @Nullable Slot restore(Pool pool, boolean provisioned, Functions.Lease lease) {
    var version = pool.version();
    for (int tries = 1; ; tries++) {
      var found = snapshots.of(version);
      if (found.isEmpty()) {
        return null;
      }
      var kept = found.get();
      kept.snapshot()
          .awaitInitialised()
          .ifPresent(
              failure -> {
                throw new ServiceException("SnapStartException", 400, explain(failure))
                    .with("Type", "User");
              });
      try {
        return restore(pool, provisioned, lease, kept);
      } catch (ServiceException e) {
        // It may have ended since it was last looked at: then there is another next time.
        if (kept.snapshot().usable() || tries == MOST_SNAPSHOTS) {
          throw e;
        }
      }
    }
  }

  private Slot restore(Pool pool, boolean provisioned, Functions.Lease lease, Snapshots.Kept kept) {
    var version = pool.version();
    var now = clock.instant();
    var stream = streamName(now, version.version());
    var log = log(version, stream);
    var start = initStart(version, SandboxSpec.SNAP_START);
    log.platform(
        now,
        new PlatformEvent.RestoreStart(
            start.runtimeVersion(),
            start.runtimeVersionArn(),
            start.functionName(),
            start.functionVersion(),
            start.memoryMebibytes()));
    var spec = snapSpec(version, lease, stream, kept.token(), CREDENTIALS_LIFETIME);
    var sandbox = kept.snapshot().restore(spec, log);
    return new Slot(pool, provisioned, sandbox, log, clock, lease::close);
  }

  /// Begins to initialise a version for its copies; nothing where it was replaced meanwhile.
  private Optional<Snapshots.Kept> snapshot(FunctionVersion version) {
    return functions
        .lease(version)
        .map(
            lease -> {
              var started = false;
              try {
                var now = clock.instant();
                var stream = streamName(now, version.version());
                var log = log(version, stream);
                var token = UUID.randomUUID().toString();
                var spec = snapSpec(version, lease, stream, token, SNAPSHOT_CREDENTIALS_LIFETIME);
                log.platform(now, initStart(version, SandboxSpec.SNAP_START));
                var snapshot = driver.snapshot(spec, log);
                started = true;
                return new Snapshots.Kept(snapshot, token, lease::close);
              } finally {
                if (!started) {
                  lease.close();
                }
              }
            });
  }

  /// Initialises a version ahead of its sandboxes, and waits for it.
  ///
  /// @return why that failed, or nothing
  Optional<String> initialise(FunctionVersion version) {
    var kept = snapshots.of(version);
    return kept.isEmpty()
        ? Optional.of("The version is not there any more.")
        : kept.get().snapshot().awaitInitialised().map(SandboxMaker::explain);
  }

  private static String explain(Snapshot.Failure failure) {
    return failure.errorType() + ": " + failure.message();
  }

  Snapshots snapshots() {
    return snapshots;
  }

  private SandboxLog log(FunctionVersion version, String stream) {
    var logging = version.settings().logging();
    return new SandboxLog(
        logs,
        new Logs.Stream(version.account(), version.region(), logging.group(), stream),
        logging,
        clock);
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
      FunctionVersion version,
      String type,
      Functions.Lease lease,
      String stream,
      Map<String, String> environment,
      SessionCredentials.@Nullable Source credentials) {
    return new SandboxSpec(
        version.versionArn(),
        version.name(),
        version.version(),
        version.settings().runtime(),
        version.settings().handler(),
        lease.code(),
        lease.layers(),
        environment,
        version.settings().memoryMebibytes(),
        version.settings().temporaryMebibytes(),
        version.timeout(),
        stream,
        type,
        lease.image(),
        credentials,
        new TaggedEgress(functions, version.reference(), clock));
  }

  /// Of a snapshot or a copy. Variables are what all of them have in common, so that credentials
  /// are not among them.
  private SandboxSpec snapSpec(
      FunctionVersion version,
      Functions.Lease lease,
      String stream,
      String token,
      Duration lifetime) {
    var source = new SandboxCredentials(() -> keys(version), lifetime, clock);
    var variables = variables(version);
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", token);
    return spec(version, SandboxSpec.SNAP_START, lease, stream, variables, source);
  }

  private RoleCredentials.Credentials keys(FunctionVersion version) {
    return credentials.issue(
        version.settings().role(), version.name(), "lambda.amazonaws.com", CREDENTIALS_LIFETIME);
  }

  private Map<String, String> environment(
      FunctionVersion version, RoleCredentials.Credentials keys) {
    var variables = variables(version);
    variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", keys.secret());
    variables.put("AWS_SESSION_TOKEN", keys.sessionToken());
    return variables;
  }

  private Map<String, String> variables(FunctionVersion version) {
    var variables = new HashMap<String, String>();
    variables.put("AWS_ENDPOINT_URL", endpoint.toString());
    variables.putAll(version.environment());
    variables.put("AWS_REGION", version.region().name());
    variables.put("AWS_DEFAULT_REGION", version.region().name());
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
