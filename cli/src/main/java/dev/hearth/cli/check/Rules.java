package dev.hearth.cli.check;

import java.time.InstantSource;
import java.util.List;

/// The rules that there are.
public final class Rules {
  private Rules() {}

  /// All of them, in the order of `docs/check.md`.
  ///
  /// @param clock tells which runtimes are deprecated by now
  public static List<Rule<?>> all(InstantSource clock, KnownVulnerabilities known) {
    return List.of(
        new AllActions(),
        new ServiceWildcard(),
        new AllResources(),
        new PassRole(),
        new NotAction(),
        new NotResource(),
        new OpenToAll(),
        new PublicUrl(),
        new SecretInEnvironment(),
        new SecretInCode(),
        new VulnerableDependency(known),
        new EndOfLifeRuntime(clock),
        new AsynchronousWithoutDestination(),
        new UnusedTimeout(),
        new UnusedMemory(),
        new UnencryptedQueue(),
        new QueueWithoutRedrive(),
        new NotRead());
  }
}
