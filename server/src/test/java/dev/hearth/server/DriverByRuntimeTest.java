package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.images.ImageSources;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.egress.EgressPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DriverByRuntimeTest {
  private static final AccountId ADMINISTRATOR = new AccountId("111111111111");

  /// Starts nothing, and says who was asked.
  private record Named(String name) implements Driver {
    @Override
    public String runtimeVersion(String runtime) {
      return name;
    }

    @Override
    public Sandbox start(SandboxSpec spec, LogSink log) {
      throw new ServiceException("Asked", 500, name);
    }

    @Override
    public Map<String, Integer> parked() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private static String asked(Set<String> inProcess, String runtime, String account) {
    var driver =
        new DriverByRuntime(
            new Named("programs"),
            new Named("workers"),
            new Named("in process"),
            new InProcessAccounts(inProcess, CompletableFuture.completedFuture(ADMINISTRATOR)));
    var spec =
        new SandboxSpec(
            "arn:aws:lambda:us-east-1:" + account + ":function:f:1",
            "f",
            "1",
            runtime,
            "app",
            Path.of("/code"),
            List.of(),
            Map.of(),
            128,
            512,
            Duration.ofSeconds(3),
            "stream");
    try {
      driver.start(spec, (_, _) -> {}).close();
      return "nobody";
    } catch (ServiceException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void nobodysModulesRunInThisProcessUnlessThatIsAskedFor() {
    assertThat(asked(Set.of(), "wasm", "111111111111")).isEqualTo("workers");
    assertThat(asked(Set.of(), "wasm", "222222222222")).isEqualTo("workers");
    assertThat(asked(Set.of(), "python3.12", "111111111111")).isEqualTo("programs");
  }

  @Test
  void modulesOfNamedAccountsRunInThisProcess() {
    var named = Set.of("222222222222");
    assertThat(asked(named, "wasm", "222222222222")).isEqualTo("in process");
    assertThat(asked(named, "wasm", "111111111111")).isEqualTo("workers");
    assertThat(asked(named, "python3.12", "222222222222")).isEqualTo("programs");
    assertThat(asked(Set.of("administrator"), "wasm", "111111111111")).isEqualTo("in process");
    assertThat(asked(Set.of("administrator"), "wasm", "222222222222")).isEqualTo("workers");
  }

  @Test
  void whatIsNoAccountIsRefused() {
    assertThatThrownBy(
            () ->
                new FunctionsConfig(
                    "bubblewrap",
                    Path.of("runtimes"),
                    ImageSources.NONE,
                    EgressPolicy.INTERNET,
                    3,
                    Set.of("everybody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wasm-in-process: everybody (expected: 12 digits, or administrator)");
  }
}
