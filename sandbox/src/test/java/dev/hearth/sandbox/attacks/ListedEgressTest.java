package dev.hearth.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.attacks.Attacker.Origin;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.egress.EgressPolicy;
import dev.hearth.sandbox.rules.AddressRange;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A function that may connect to one address and ask for one name, on a node whose functions may
/// reach a private network. Whatever else it tries is in vain, and is told.
@ParameterizedClass
@EnumSource(
    value = Origin.class,
    names = {"FORKED_PYTHON", "COPIED_PYTHON"})
@Timeout(60)
class ListedEgressTest {
  private static final Logger AUDIT = Logger.getLogger("hearth.egress");
  private static final Queue<String> SAID = new ConcurrentLinkedQueue<>();
  private static final Handler HANDLER =
      new Handler() {
        @Override
        public void publish(LogRecord said) {
          SAID.add(new SimpleFormatter().formatMessage(said));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @SuppressWarnings("NullAway.Init") // JUnit calls open first
  private static BubblewrapDriver driver;

  @SuppressWarnings("NullAway.Init")
  private static Attacker attacker;

  @SuppressWarnings("NullAway.Init")
  @Parameter
  private Origin origin;

  @BeforeParameterizedClassInvocation
  static void open(Origin origin, @TempDir Path folder) throws IOException {
    Requirements.sandboxes();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    AUDIT.setLevel(Level.ALL);
    AUDIT.addHandler(HANDLER);
    // Addresses that are nobody's (RFC 5737) stand for a company's network.
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null, origin.forks())
                .with(new EgressPolicy(true, List.of(AddressRange.parse("198.51.100.0/24")))),
            InstantSource.system());
    attacker =
        Attacker.start(
            driver, origin, origin.code(folder).egress("198.51.100.7:443 allowed.invalid"));
  }

  @AfterParameterizedClassInvocation
  static void close() {
    driver.close();
    AUDIT.removeHandler(HANDLER);
    AUDIT.setLevel(null);
  }

  /// Connects and hangs up at once: nobody is there to answer.
  private static String connect(String address, int port) {
    return """
    s = socket.create_connection(('%s', %d), 3)
    s.settimeout(1)
    try:
        result = 'refused' if s.recv(1) == b'' else 'answered'
    except TimeoutError:
        result = 'let through'
    except ConnectionResetError:
        result = 'refused'
    """
        .formatted(address, port);
  }

  @Test
  void whatIsListedIsLetThroughAndTold() {
    // Whether there is a way to it is the host's business: the gateway's decision is in the audit.
    attacker.attempt(connect("198.51.100.7", 443));
    assertThat(SAID).anyMatch(line -> line.endsWith(") connects to 198.51.100.7:443"));
  }

  @Test
  void allElseIsRefusedAndTold() {
    for (var target :
        List.of("198.51.100.7 80", "198.51.100.8 443", "1.1.1.1 443", "10.0.0.1 443")) {
      var parts = target.split(" ", 2);
      assertThat(attacker.attempt(connect(parts[0], Integer.parseInt(parts[1]))))
          .as("%s: %s", origin, target)
          .matches("refused|ECONNRESET");
      assertThat(SAID)
          .anyMatch(line -> line.endsWith(") may not connect to " + parts[0] + ":" + parts[1]));
    }
  }

  @Test
  void namesThatAreNotListedAreNotAskedFor() {
    var ask =
        """
        name = '%s'.split('.')
        question = struct.pack('>HHHHHH', 7, 0x100, 1, 0, 0, 0)
        question += b''.join(bytes([len(l)]) + l.encode() for l in name) + struct.pack('>xHH', 1, 1)
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.settimeout(1)
        s.sendto(question, ('127.0.0.1', 53))
        try:
            result = s.recv(512)[3] & 15
        except TimeoutError:
            result = 'asked in vain'
        """;
    int refused = 5;
    assertThat(attacker.attempt(ask.formatted("secret.exfiltration.invalid")))
        .isEqualTo(Integer.toString(refused));
    assertThat(attacker.attempt(ask.formatted("below.allowed.invalid")))
        .isEqualTo(Integer.toString(refused));
    assertThat(SAID)
        .anyMatch(line -> line.endsWith(") may not ask for secret.exfiltration.invalid"));
    attacker.attempt(ask.formatted("allowed.invalid")); // what comes of it, the host's servers say
    assertThat(SAID).noneMatch(line -> line.endsWith(" may not ask for allowed.invalid"));
  }
}
