package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  private static final Map<String, String> PLAIN = Map.of("HEARTH_COMMAND", "./hearth");

  @TempDir Path data;

  @Test
  void aloneItExplainsItself() {
    var session = Session.of(PLAIN);

    assertThat(session.exit()).isZero();
    assertThat(session.out())
        .contains("deploy     create or update a function")
        .contains("./hearth COMMAND --help")
        .doesNotContain("@", "\u001b");
  }

  @Test
  void onlyATerminalGetsColours() {
    assertThat(Session.of(Map.of("HEARTH_TTY", "12")).out()).contains("\u001b[1mhearth\u001b[0m");
    assertThat(Session.of(Map.of("HEARTH_TTY", "12", "NO_COLOR", "1")).out())
        .doesNotContain("\u001b");
    assertThat(Session.of(Map.of("HEARTH_TTY", "12", "TERM", "dumb")).out())
        .doesNotContain("\u001b");
    assertThat(Session.of(Map.of("HEARTH_TTY", "2")).out()).doesNotContain("\u001b");
  }

  @Test
  void anUnknownCommandIsAnsweredWithASimilarOne() {
    var session = Session.of(PLAIN, "deplyo");

    assertThat(session.exit()).isEqualTo(2);
    assertThat(session.err()).contains("deplyo").contains("deploy");
  }

  @Test
  void anUnknownOptionIsAnsweredWithASimilarOne() {
    var session = Session.of(PLAIN, "deploy", ".", "--memroy", "3");

    assertThat(session.exit()).isEqualTo(2);
    assertThat(session.err()).contains("--memory").contains("./hearth deploy --help");
  }

  @Test
  void aRuntimeThatIsNoneIsNotInstalled() {
    var session = Session.of(PLAIN, "runtimes", "install", "cobol");

    assertThat(session.exit()).isEqualTo(1);
    assertThat(session.err()).contains("There is no runtime cobol.").contains("nodejs24.x");
  }

  @Test
  void whatTheHostBringsAlongNeedsNoInstallation() {
    var session = Session.of(PLAIN, "runtimes", "install", "provided.al2023", "--json");

    assertThat(session.exit()).isZero();
    assertThat(session.out()).contains("\"installed\":false").contains("\"pieces\":[]");
  }

  @Test
  void everyCommandHasHelp() {
    for (var command : Main.commands().keySet()) {
      var session = Session.of(PLAIN, command, "--help");

      assertThat(session.exit()).as(command).isZero();
      assertThat(session.out()).as(command).startsWith("Usage: hearth " + command);
    }
  }

  @Test
  void whereNoHearthHasRunItSaysHowToStartOne() {
    var session = Session.of(PLAIN, "ps", "--data", data.toString());

    assertThat(session.exit()).isEqualTo(1);
    assertThat(session.err()).contains("No Hearth serves").contains("`./hearth up`");
  }

  @Test
  void whereNobodyAnswersItSaysHowToStartOne() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    folder("http://127.0.0.1:" + closed);

    for (var command : new String[][] {{"ps"}, {"invoke", "f"}, {"logs", "f"}}) {
      var session =
          Session.of(
              PLAIN,
              java.util.stream.Stream.concat(
                      java.util.Arrays.stream(command),
                      java.util.stream.Stream.of("--data", data.toString()))
                  .toArray(String[]::new));

      assertThat(session.exit()).isEqualTo(1);
      assertThat(session.err()).contains("No Hearth answers.").contains("`./hearth up`");
    }
  }

  @Test
  void errorsAreJsonForPrograms() {
    var session = Session.of(PLAIN, "ps", "--json", "--data", data.toString());

    var error = Json.parse(session.err());
    assertThat(error.path("message").asText()).contains("No Hearth serves");
    assertThat(error.path("next").asText()).contains("./hearth up");
  }

  @Test
  void envPrintsWhatAShellTakes() throws IOException {
    folder("http://127.0.0.1:4566");
    var session = Session.of(Map.of("AWS_REGION", "eu-west-1"), "env", "--data", data.toString());

    assertThat(session.exit()).isZero();
    assertThat(session.out())
        .isEqualTo(
            """
            export AWS_ENDPOINT_URL=http://127.0.0.1:4566
            export AWS_ACCESS_KEY_ID=AKIDEXAMPLE
            export AWS_SECRET_ACCESS_KEY='a b'\\''c'
            export AWS_REGION=eu-west-1
            export AWS_DEFAULT_REGION=eu-west-1
            """);
  }

  @Test
  void envClearsWhatWouldSpoilEveryRequest() throws IOException {
    folder("http://127.0.0.1:4566");
    var session = Session.of(Map.of("AWS_SESSION_TOKEN", "x"), "env", "--data", data.toString());

    assertThat(session.out()).startsWith("unset AWS_SESSION_TOKEN\n").doesNotContain("AWS_PROFILE");
  }

  @Test
  void aKeyOfTheRealAwsIsNeverSentToAFoldersHearth() throws IOException {
    folder("http://127.0.0.1:4566");
    var terminal =
        new Terminal(
            System.in,
            System.out,
            System.err,
            Map.of("AWS_ACCESS_KEY_ID", "AKIAREAL", "AWS_SECRET_ACCESS_KEY", "real"));
    var options = new ConnectionOptions();
    new CommandLine(options).parseArgs("--data", data.toString());

    assertThat(options.connect(terminal).accessKeyId()).isEqualTo("AKIDEXAMPLE");
  }

  private void folder(String endpoint) throws IOException {
    Files.writeString(data.resolve("endpoint"), endpoint + "\n");
    Files.createDirectories(data.resolve("identity"));
    Files.writeString(
        data.resolve("identity").resolve("administrator.json"),
        """
        {"account": "000000000000", "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "a b'c"}
        """);
  }
}
