package dev.hearth.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("identity").resolve("sealing.key");
  }

  private Seal open(Database database) {
    return MasterKey.open(folder, database, new SecureRandom());
  }

  @Test
  void theKeyOpensAgainWhatItSealed() {
    try (var database = Databases.sqlite(folder.resolve("c.db"), SecretsPart.SCHEMA)) {
      var sealed = open(database).seal("p", new byte[] {1, 2});
      assertThat(open(database).open("p", sealed)).hasValue(new byte[] {1, 2});
    }
  }

  @Test
  void aLostKeyIsToldAtTheStartAndNotReplaced() throws IOException {
    try (var database = Databases.sqlite(folder.resolve("c.db"), SecretsPart.SCHEMA)) {
      open(database);
      Files.delete(file());
      assertThatThrownBy(() -> open(database))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(file() + " is not there")
          .hasMessageContaining("put the file back");
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void anotherKeyIsToldAtTheStart() throws IOException {
    try (var database = Databases.sqlite(folder.resolve("c.db"), SecretsPart.SCHEMA)) {
      open(database);
      Files.write(file(), new byte[32]);
      assertThatThrownBy(() -> open(database))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is another key than the one that sealed");
    }
  }
}
