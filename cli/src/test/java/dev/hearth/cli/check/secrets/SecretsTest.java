package dev.hearth.cli.check.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SecretsTest {
  // Written in two parts, so that scanners of this repository find no secret in it.
  private static final String RANDOM =
      "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6A7b8C9d0";
  private static final Map<String, String> TOKENS =
      Map.ofEntries(
          Map.entry("AKIA" + "QWERTYUIOPASDF12", "an access key ID of AWS"),
          Map.entry("ghp_" + RANDOM.substring(0, 36), "a token of GitHub"),
          Map.entry("github_pat_" + RANDOM, "a token of GitHub"),
          Map.entry("glpat-" + RANDOM.substring(0, 20), "a token of GitLab"),
          Map.entry("xoxb-" + RANDOM.substring(0, 30), "a token of Slack"),
          Map.entry("sk_live_" + RANDOM.substring(0, 24), "a secret key of Stripe"),
          Map.entry("AIza" + RANDOM.substring(0, 35), "an API key of Google"),
          Map.entry("npm_" + RANDOM.substring(0, 36), "a token of npm"),
          Map.entry("postgres://app:" + "h8Kd02mq@db/x", "a password in a URL"));

  @Test
  void wellKnownTokensAreFoundByThemselves() {
    TOKENS.forEach(
        (token, kind) -> {
          var text = "x = \"" + token + "\"\n";

          assertThat(SecretShapes.find(text)).as(token).hasSize(1);
          assertThat(SecretShapes.find(text).getFirst().kind()).isEqualTo(kind);
          assertThat(SafeText.of(text)).doesNotContain(token);
        });
  }

  @Test
  void whatOnlyLooksAlikeIsNone() {
    for (var text :
        List.of(
            "AKIAIOSFODNN7" + "EXAMPLE",
            "ghp_" + "x".repeat(36),
            "prefixAKIA" + "QWERTYUIOPASDF12",
            "AKIA" + "QWERTYUIOPASDF1234",
            "postgres://user:password@localhost/x",
            "-----BEGIN PRIVATE KEY-----",
            "if text.startswith('-----BEGIN RSA PRIVATE KEY-----'): parse(text)",
            "-----BEGIN PUBLIC KEY-----\n" + RANDOM + RANDOM)) {
      assertThat(SecretShapes.find(text)).as(text).isEmpty();
    }
  }

  @Test
  void aPrivateKeyIsFoundOverLinesAndInALiteral() {
    for (var end : List.of("\n", "\\n")) {
      var text =
          "-----BEGIN RSA PRIVATE KEY-----" + end + RANDOM + end + "-----END RSA PRIVATE KEY-----";

      assertThat(SecretShapes.find(text)).extracting(FoundSecret::kind).contains("a private key");
      assertThat(SafeText.of(text)).doesNotContain(RANDOM);
    }
  }

  @Test
  void randomValuesAreFoundUnderNamesThatSaySo() {
    var value = "q7R8s9T0" + "u1V2w3X4";
    for (var line :
        List.of(
            "DB_PASSWORD = '" + value + "'",
            "{\"apiKey\": \"" + value + "\"}",
            "const authToken: string = `" + value + "`;",
            "config['secret'] = \"" + value + "\"",
            "password := \"" + value + "\"",
            "token => '" + value + "'")) {
      assertThat(NamedSecrets.find("app.py", line)).as(line).hasSize(1);
    }
    assertThat(NamedSecrets.find(".env", "API_TOKEN=" + value)).hasSize(1);
    assertThat(NamedSecrets.find("app.yaml", "  password: " + value)).hasSize(1);
  }

  @Test
  void expressionsPlaceholdersAndWordsAreNoSecrets() {
    for (var line :
        List.of(
            "password = os.environ['PASSWORD1']",
            "password = 'changeme123!'",
            "password == 'q7R8s9T0u1V2w3X4'",
            "tokenUrl = 'q7R8s9T0u1V2w3X4'",
            "secret = \"${SECRET_1234567}\"",
            "token = 'NextContinuationToken'",
            "color = 'q7R8s9T0u1V2w3X4'")) {
      assertThat(NamedSecrets.find("app.py", line)).as(line).isEmpty();
    }
  }

  @Test
  void megabytesMadeToBeSlowAreNot() {
    for (var text :
        List.of(
            "AKIA".repeat(1 << 20),
            "://a:".repeat(1 << 20),
            "-----BEGIN ".repeat(1 << 19),
            "password=\"".repeat(1 << 19),
            "password: ".repeat(1 << 19))) {
      Assertions.assertTimeout(
          Duration.ofSeconds(20),
          () -> {
            SecretShapes.find(text);
            NamedSecrets.find("x.yaml", text);
          });
    }
  }

  @Test
  void whatMovesATerminalsCursorIsNotPrinted() {
    assertThat(SafeText.of("a\u001b[2J\u202Eb\n")).isEqualTo("a\uFFFD[2J\uFFFDb\uFFFD");
    assertThat(SafeText.of("x".repeat(10_000))).hasSizeLessThan(500);
  }
}
