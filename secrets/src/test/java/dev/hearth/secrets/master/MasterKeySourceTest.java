package dev.hearth.secrets.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.Payload;
import dev.hearth.secrets.MasterKey;
import dev.hearth.secrets.SecretsPart;
import dev.hearth.secrets.master.MasterKeySource.DataFolder;
import dev.hearth.secrets.master.MasterKeySource.Environment;
import dev.hearth.secrets.master.MasterKeySource.Wrapped;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeySourceTest {
  private static final byte[] SECRET = {1, 2, 3};

  @TempDir private Path folder;
  private Database database;
  private TransitServer vault;

  @BeforeEach
  void start() throws IOException {
    database = Databases.sqlite(folder.resolve("c.db"), SecretsPart.SCHEMA);
    vault = new TransitServer();
    vault.key("hearth");
  }

  @AfterEach
  void stop() {
    vault.close();
    database.close();
  }

  private Seal open(MasterKeySource source) {
    return MasterKey.open(folder, database, new SecureRandom(), source);
  }

  private Seal openWrapped() {
    return open(new Wrapped(vault.client("hearth")));
  }

  private Path file() {
    return folder.resolve("identity/sealing.key");
  }

  private Path wrapped() {
    return folder.resolve("identity/sealing.key.vault");
  }

  private static Environment environment(int first) {
    var key = new byte[32];
    key[0] = (byte) first;
    return new Environment(Payload.of(key));
  }

  private void refused(MasterKeySource source, String... words) {
    assertThatThrownBy(() -> open(source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aKeyIsReadAsBase64AndAsHexadecimalDigits() {
    var key = new byte[32];
    new SecureRandom().nextBytes(key);

    assertThat(Environment.parse(Base64.getEncoder().encodeToString(key) + "\n").key().bytes())
        .isEqualTo(key);
    assertThat(Environment.parse(HexFormat.of().formatHex(key)).key().bytes()).isEqualTo(key);
    assertThat(Environment.parse(HexFormat.of().formatHex(key)).toString())
        .isEqualTo("Environment[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", "AAAA", "zz", "$%&/"})
  void whatIsNoKeyIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> Environment.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("HEARTH_MASTER_KEY: unusable (expected: 32 bytes");
  }

  @Test
  void aKeyOfTheEnvironmentLeavesNoFile() {
    var sealed = open(environment(1)).seal("p", SECRET);

    assertThat(open(environment(1)).open("p", sealed)).hasValue(SECRET);
    assertThat(file()).doesNotExist();
  }

  @Test
  void aKeyOfTheEnvironmentThatIsLostOrAnotherIsToldAtTheStart() {
    open(environment(1));

    refused(
        new DataFolder(),
        "The master key in HEARTH_MASTER_KEY was not given",
        "set HEARTH_MASTER_KEY to what it was before");
    assertThat(file()).doesNotExist();
    refused(
        environment(2),
        "The master key in HEARTH_MASTER_KEY is another key than the one that sealed",
        "set HEARTH_MASTER_KEY to what it was before");
    refused(new Wrapped(vault.client("hearth")), "is not there", "set HEARTH_MASTER_KEY to what");
  }

  @Test
  void aKeyMovesFromItsFileToTheEnvironmentAndTheFileMayGo() throws IOException {
    var sealed = open(new DataFolder()).seal("p", SECRET);
    var same = Environment.parse(Base64.getEncoder().encodeToString(Files.readAllBytes(file())));

    refused(environment(1), "is another key", "put the file back");
    open(same);
    Files.delete(file());

    assertThat(open(same).open("p", sealed)).hasValue(SECRET);
    refused(new DataFolder(), "in HEARTH_MASTER_KEY was not given");
  }

  @Test
  void aWrappedKeyIsOpenedByVaultAndIsInNoFile() throws IOException {
    var sealed = openWrapped().seal("p", SECRET);

    assertThat(Files.readString(wrapped())).startsWith("vault:v1:");
    assertThat(file()).doesNotExist();
    assertThat(openWrapped().open("p", sealed)).hasValue(SECRET);
  }

  @Test
  void aKeyMovesFromItsFileIntoVaultAndTheFileMayGo() throws IOException {
    var sealed = open(new DataFolder()).seal("p", SECRET);

    openWrapped();
    Files.delete(file());

    assertThat(openWrapped().open("p", sealed)).hasValue(SECRET);
    refused(new DataFolder(), "which Vault opens, was not given", "start with --vault-key");
  }

  @Test
  void aWrappedFileThatIsLostIsToldAtTheStartAndNotReplaced() throws IOException {
    openWrapped();
    Files.delete(wrapped());

    refused(new Wrapped(vault.client("hearth")), "sealing.key.vault", "is not there");
    assertThat(wrapped()).doesNotExist();
  }

  @Test
  void anotherKeyOfVaultsIsToldAtTheStart() {
    openWrapped();
    vault.key("hearth");

    refused(
        new Wrapped(vault.client("hearth")),
        "Vault's key transit/hearth at http://127.0.0.1:",
        "refuses to decrypt: 400",
        "message authentication failed");
    refused(new Wrapped(vault.client("nobodys")), "encryption key not found");
  }

  @Test
  void whyVaultDoesNotOpenTheKeyIsSaidInWordsAndNeverTheToken() {
    openWrapped();

    var bad = vault.client("hearth", "hvs.wrong");
    refused(new Wrapped(bad), "403", "permission denied", "capability update on transit/decrypt");
    assertThatThrownBy(() -> open(new Wrapped(bad))).hasMessageNotContaining("hvs.wrong");
    assertThat(bad.toString()).doesNotContain("hvs.wrong");
    vault.sealed = true;
    refused(new Wrapped(vault.client("hearth")), "503", "Vault is sealed");
    vault.close();
    refused(new Wrapped(vault.client("hearth")), "does not answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.1:8200", "ftp://127.0.0.1", "vault", "https:///x"})
  void aTokenIsNotSentInTheClearBeyondThisMachine(String address) {
    assertThatThrownBy(() -> new Transit(URI.create(address), "transit", "k", "t", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("VAULT_ADDR: ");
  }
}
