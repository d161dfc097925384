package dev.hearth.sandbox.process;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.contract.RuntimeApi;
import dev.hearth.sandbox.logs.LogPipe;
import dev.hearth.sandbox.logs.LogPipes;
import dev.hearth.sandbox.runtime.Layout;
import dev.hearth.sandbox.runtime.RuntimeChoice;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.telemetry.Telemetry;
import dev.hearth.sandbox.web.WebSettings;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Runs functions as plain child processes of this user: no isolation, no limits, nothing parked.
/// For hosts where no sandbox can be made, and for tests of the runtimes.
public final class ProcessDriver implements Driver {
  private static final System.Logger LOG = System.getLogger(ProcessDriver.class.getName());

  private final Runtimes runtimes;
  private final Path folder;
  private final InstantSource clock;
  private final LogPipes pipes;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, ProcessSandbox> running = new ConcurrentHashMap<>();

  /// @param folder for the sandboxes' temporary folders; made when missing
  public ProcessDriver(Runtimes runtimes, Path folder, InstantSource clock) {
    this.runtimes = runtimes;
    this.folder = folder;
    this.clock = clock;
    this.pipes = new LogPipes(clock);
    LOG.log(
        Level.WARNING,
        "driver `process`: functions run WITHOUT ISOLATION, with all rights of this user");
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public String runtimeVersion(String runtime) {
    return runtimes.choose(runtime).version();
  }

  @Override
  public Sandbox start(SandboxSpec spec, LogSink log) {
    if (spec.image() != null) {
      throw new ServiceException(
          "InvalidRuntimeException", 502, "The driver `process` runs no container images.");
    }
    var choice = runtimes.choose(spec.runtime());
    var id = "process-" + ids.incrementAndGet();
    boolean jsonLines = "JSON".equals(spec.environment().get("AWS_LAMBDA_LOG_FORMAT"));
    var telemetry = new Telemetry(log, jsonLines, SocketChannel::open, clock);
    var pipe = pipes.open(telemetry);
    var api = new RuntimeApi(clock);
    try {
      var temporary = Files.createDirectories(folder.resolve(id));
      var process = start(choice, spec, temporary, api, pipe, telemetry);
      var sandbox =
          new ProcessSandbox(
              id, spec, temporary, pipe, api, telemetry, process, () -> running.remove(id));
      running.put(id, sandbox);
      return sandbox;
    } catch (IOException e) {
      api.close();
      pipe.close();
      throw new ServiceException("ServiceException", 500, "cannot start the function's process", e);
    }
  }

  private static Process start(
      RuntimeChoice choice,
      SandboxSpec spec,
      Path temporary,
      RuntimeApi api,
      LogPipe pipe,
      Telemetry log)
      throws IOException {
    var channel = ServerSocketChannel.open();
    api.serve(channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    var layout = Layout.onHost(spec.code(), spec.layers(), "127.0.0.1:" + port);
    var environment = choice.environment(spec, layout);
    environment.putIfAbsent("TMPDIR", temporary.toString());
    api.specialise(environment, spec.functionArn(), log);
    choice.fault(spec, layout).ifPresent(api::cannotStart);
    adapt(spec, environment, api);

    var builder =
        new ProcessBuilder(ProcessGroup.leading(choice.command(spec, layout)))
            .directory(spec.code().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(pipe.writeEnd());
    builder.environment().clear();
    builder.environment().putAll(choice.atStart(environment, layout));
    var process = builder.start();
    pipe.started();
    return process;
  }

  /// Speaks to the function's program where that is a web server. All share one network here, so
  /// that each gets a port of its own, and has to listen on what `PORT` says.
  private static void adapt(SandboxSpec spec, Map<String, String> environment, RuntimeApi api)
      throws IOException {
    try {
      var asked = WebSettings.of(spec);
      if (asked.isPresent()) {
        int port;
        try (var free = ServerSocketChannel.open()) {
          free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
          port = ((InetSocketAddress) free.getLocalAddress()).getPort();
        }
        environment.put("PORT", Integer.toString(port));
        environment.put(WebSettings.PORT, Integer.toString(port));
        api.adapt(asked.get().at(port), spec, SocketChannel::open);
      }
    } catch (IllegalArgumentException e) {
      api.cannotStart(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Map<String, Integer> parked() {
    return Map.of();
  }

  @Override
  public void close() {
    running.values().forEach(ProcessSandbox::close);
    pipes.close();
  }
}
