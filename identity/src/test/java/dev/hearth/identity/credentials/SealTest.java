package dev.hearth.identity.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private static final byte[] SECRET = {1, 2, 3};

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();

  private Seal master() {
    var key = new byte[32];
    random.nextBytes(key);
    return Seal.of(key);
  }

  private Path file() {
    return folder.resolve("some.key");
  }

  @Test
  void aKeyThatAnotherSealsIsOpenedByThatOneOnly() throws IOException {
    var master = master();
    var sealed = Seal.open(file(), random, master).seal("p", SECRET);

    assertThat(Files.size(file())).isEqualTo(72);
    assertThat(Seal.open(file(), random, master).open("p", sealed)).hasValue(SECRET);
    assertThatThrownBy(() -> Seal.open(file(), random, master()))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("another key sealed it");
    Files.copy(file(), folder.resolve("other.key"));
    assertThatThrownBy(() -> Seal.open(folder.resolve("other.key"), random, master))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aKeyThatWasOpenIsSealedAndStaysTheSame() throws IOException {
    var sealed = Seal.open(file(), random).seal("p", SECRET);
    assertThat(Files.size(file())).isEqualTo(32);
    var master = master();

    assertThat(Seal.open(file(), random, master).open("p", sealed)).hasValue(SECRET);
    assertThat(Files.size(file())).isEqualTo(72);
    assertThat(Seal.open(file(), random, master).open("p", sealed)).hasValue(SECRET);
  }
}
