package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.ConcurrencyPlan.Provisioned;
import dev.hearth.identity.RoleCredentials;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One node's parts, over a driver, a catalogue and a clock that the test controls.
final class NodeLab {
  private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566");
  private static final RoleCredentials CREDENTIALS =
      (_, _, _, _) -> new RoleCredentials.Credentials("ASIA", "secret", "token", Instant.MAX);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  final FakeDriver driver = new FakeDriver();
  final FakeFunctions functions = new FakeFunctions();
  final SteppedClock clock = new SteppedClock();
  private final RecordedLogs logs = new RecordedLogs();

  /// @param capacityWait how long an invocation waits on a full node
  static InvocationLimits limits(int accountConcurrency, int maxSandboxes, Duration capacityWait) {
    return new InvocationLimits(
        accountConcurrency,
        maxSandboxes,
        capacityWait,
        Duration.ofMinutes(10),
        Duration.ofHours(6));
  }

  SandboxMaker maker() {
    return new SandboxMaker(functions, driver, CREDENTIALS, logs, ENDPOINT, 8, clock);
  }

  Invoker invoker(InvocationLimits limits) {
    return new Invoker(functions, driver, CREDENTIALS, logs, ENDPOINT, limits, clock);
  }

  /// Runs a function of [FakeFunctions#ACCOUNT] once.
  Answer invoke(Invoker invoker, String name, String version) {
    return invoker.invoke(
        () -> functions.resolve(FakeFunctions.ACCOUNT, Region.DEFAULT, name, version),
        new Event("request", "arn:" + name, Payload.of("1"), null, null));
  }

  static ConcurrencyPlan plan(Map<String, Integer> reserved, Provisioned... provisioned) {
    return new ConcurrencyPlan(
        FakeFunctions.ACCOUNT, Region.DEFAULT, reserved, List.of(provisioned));
  }

  /// Waits until a thread has done its part; 30 s at most.
  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it never came to that");
      }
      LockSupport.parkNanos(100_000);
    }
  }
}
