package dev.hearth.cli;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.runtime.RuntimeInstaller;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import dev.hearth.server.Transport;
import dev.hearth.store.StoreException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hearth up`: a Hearth in the foreground, until SIGTERM or Ctrl-C.
@Command(
    name = "up",
    description = {
      "Run a Hearth here, in the foreground. Prints one line when it serves; Ctrl-C or SIGTERM lets"
          + " the calls that run end, and stops it within 10 s.",
    })
final class Up extends HearthCommand {
  private static final Duration LONGEST_STOP = Duration.ofMillis(9_500);

  // One line for each message of the server's own log, on standard error.
  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n";

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to serve; 0 takes any free port (default: 4566).")
  private int port = 4566;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Which address to listen on (default: 127.0.0.1).")
  private String listen = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (default: .hearth).")
  private Path data = Path.of(".hearth");

  @Option(
      names = "--dev",
      description =
          "Accept the key test/test and account numbers as keys, as emulators do. On loopback"
              + " only.")
  private boolean dev;

  @Option(
      names = "--tls",
      arity = "0..2",
      paramLabel = "CERT KEY",
      description =
          "Speak HTTPS, with the certificates and the key in these PEM files, which may be replaced"
              + " while Hearth runs; without files, with a certificate of an authority of its own.")
  private @Nullable List<Path> tls;

  @Option(
      names = "--tls-name",
      paramLabel = "HOST",
      description = "A name in the certificate of Hearth's own authority. May be repeated.")
  private List<String> tlsNames = List.of();

  @Option(
      names = "--insecure",
      description =
          "Speak HTTP in the clear beyond this machine, too; for networks that protect what"
              + " passes.")
  private boolean insecure;

  @Mixin private FunctionOptions functions = new FunctionOptions();
  @Mixin private MessagingOptions messaging = new MessagingOptions();
  @Mixin private AuditOptions audit = new AuditOptions();
  @Mixin private IdentityOptions identity = new IdentityOptions();

  Up(Terminal terminal, InstantSource clock) {
    super(terminal);
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    var config = config();
    warn();
    var server = start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    announce(server, Duration.between(started(), clock.instant()));
    new CountDownLatch(1).await(); // the signal that ends the process runs the hook above
    return DONE;
  }

  private ServerConfig config() {
    try {
      var address = InetAddress.getAllByName(listen)[0];
      var transport = transport(address);
      return new ServerConfig(
          address,
          port,
          data,
          dev,
          transport,
          functions.config(),
          messaging.config(),
          audit.config(),
          identity.config(terminal::variable));
    } catch (UnknownHostException e) {
      throw new ParameterException(spec.commandLine(), "--listen: " + listen + " is no address", e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Transport transport(InetAddress address) {
    if (tls == null) {
      if (!address.isLoopbackAddress() && !insecure) {
        throw new ParameterException(
            spec.commandLine(),
            "--listen: "
                + listen
                + " serves beyond this machine, where what passes can be read: add --tls (or --tls"
                + " CERT KEY), or --insecure where the network protects it");
      }
      return new Transport.Plain();
    }
    return switch (tls.size()) {
      case 0 -> new Transport.LocalCertificate(tlsNames);
      case 2 -> new Transport.OwnCertificate(tls.getFirst(), tls.getLast());
      default ->
          throw new ParameterException(
              spec.commandLine(), "--tls: give both the certificates' file and the key's, or none");
    };
  }

  private Server start(ServerConfig config) throws IOException {
    try {
      return Server.start(config);
    } catch (BindException e) {
      throw new Failure(
          "Cannot listen on " + listen + ":" + port + ": " + e.getMessage() + ".",
          "Stop what listens there, or choose another port with --port (0 takes any).");
    } catch (StoreException e) {
      throw new Failure(String.valueOf(e.getMessage()), null, e);
    } catch (ServiceException e) {
      throw new Failure(
          e.getMessage(), "`" + terminal.hearth() + " doctor` tells what this host lacks.");
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void warn() {
    var style = terminal.errorStyle();
    if (!functions.isIsolated()) {
      terminal
          .err()
          .println(
              style.warning("! ")
                  + "No isolation: with --driver process, functions run as this user, with its"
                  + " files and its network.");
    }
    var missing = new RuntimeInstaller(Runtimes.defaultFolder(), _ -> {}).missing();
    if (!missing.isEmpty()) {
      terminal
          .err()
          .println(
              style.warning("! ")
                  + "Not installed: "
                  + String.join(", ", missing)
                  + ". `"
                  + terminal.hearth()
                  + " runtimes install` installs them; then start again.");
    }
  }

  private void announce(Server server, Duration after) {
    if (tls != null && tls.isEmpty()) {
      var authority = data.resolve("tls/ca.pem").toAbsolutePath().normalize();
      terminal
          .err()
          .println(
              "Its certificate is signed by "
                  + authority
                  + "; have AWS's tools trust it with `export AWS_CA_BUNDLE="
                  + authority
                  + "`.");
    }
    var seconds = String.format(Locale.ROOT, "%.2f", after.toMillis() / 1e3);
    terminal
        .out()
        .println(
            json
                ? Json.of(Map.of("endpoint", server.address(), "seconds", seconds))
                : "ready " + server.address() + " in " + seconds + " s");
  }

  /// When this JVM began; what the launcher may have had to build before is not counted.
  private static Instant started() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private void stop(Server server) {
    var closing = Thread.ofPlatform().daemon().name("close").start(server::close);
    try {
      if (closing.join(LONGEST_STOP)) {
        return;
      }
    } catch (InterruptedException _) {
      // this process is ending anyhow
    }
    terminal.err().println("Hearth did not stop in time, and ends now.");
    Runtime.getRuntime().halt(FAILED);
  }
}
