package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserNamespaceTest {
  @TempDir private Path folder;

  private UserNamespace of(String map) throws IOException {
    return UserNamespace.read(Files.writeString(folder.resolve("uid_map"), map));
  }

  @Test
  void theHostsHasAllUsersAsTheyAre() throws IOException {
    var host = of("         0          0 4294967295\n");
    assertThat(host.host()).isTrue();
    assertThat(host.countFrom(1_900_000_000)).isGreaterThan(65_536);
    assertThat(host.outside(1_900_000_000)).isEqualTo(1_900_000_000);
  }

  @Test
  void anOrdinaryUsersHasItselfAndWhatItWasGiven() throws IOException {
    var namespace = of("         0       1000          1\n1900000000     100000      65536\n");
    assertThat(namespace.host()).isFalse();
    assertThat(namespace.outside(0)).isEqualTo(1000);
    assertThat(namespace.countFrom(1_900_000_000)).isEqualTo(65_536);
    assertThat(namespace.countFrom(1_900_065_535)).isOne();
    assertThat(namespace.outside(1_900_000_007)).isEqualTo(100_007);
    assertThat(namespace.countFrom(1_900_065_536)).isZero();
    assertThat(namespace.outside(993)).isEqualTo(-1);
  }

  @Test
  void whereThereAreNoneAllIsTheHosts() {
    assertThat(UserNamespace.read(folder.resolve("none")).host()).isTrue();
  }
}
