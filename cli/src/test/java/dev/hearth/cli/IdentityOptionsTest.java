package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.secrets.master.MasterKeySource;
import dev.hearth.secrets.master.MasterKeySource.DataFolder;
import dev.hearth.secrets.master.MasterKeySource.Environment;
import dev.hearth.secrets.master.MasterKeySource.Wrapped;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class IdentityOptionsTest {
  private static final String KEY = "00".repeat(32);

  private static MasterKeySource source(Map<String, String> variables, String... words) {
    return CommandLine.populateCommand(new IdentityOptions(), words)
        .config(variables::get)
        .masterKey();
  }

  @Test
  void theMasterKeyIsInTheDataFolderUnlessSomethingElseIsSaid() {
    assertThat(source(Map.of())).isInstanceOf(DataFolder.class);
    assertThat(source(Map.of("HEARTH_MASTER_KEY", KEY))).isInstanceOf(Environment.class);
  }

  @Test
  void aKeyOfVaultsIsInItsUsualMountUnlessAnotherIsNamed() {
    var vault = Map.of("VAULT_ADDR", "https://vault.example:8200", "VAULT_TOKEN", "t");

    var usual = (Wrapped) source(vault, "--vault-key", "hearth");
    assertThat(usual.transit().toString())
        .isEqualTo("Vault's key transit/hearth at https://vault.example:8200");
    var other = (Wrapped) source(vault, "--vault-key", "team/a/hearth");
    assertThat(other.transit().mount()).isEqualTo("team/a");
    assertThat(other.transit().key()).isEqualTo("hearth");
  }

  @Test
  void whatIsMissingOrSaidTwiceIsRefused() {
    assertThatThrownBy(() -> source(Map.of("VAULT_TOKEN", "t"), "--vault-key", "hearth"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--vault-key: VAULT_ADDR is not set");
    assertThatThrownBy(
            () ->
                source(
                    Map.of("HEARTH_MASTER_KEY", KEY, "VAULT_ADDR", "https://v", "VAULT_TOKEN", "t"),
                    "--vault-key",
                    "hearth"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HEARTH_MASTER_KEY is set as well");
    assertThatThrownBy(() -> source(Map.of("HEARTH_MASTER_KEY", "no key")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("no key");
  }
}
