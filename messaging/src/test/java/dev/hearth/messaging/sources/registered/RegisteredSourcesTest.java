package dev.hearth.messaging.sources.registered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisteredSourcesTest {
  @TempDir private Path folder;

  private RegisteredSources read(String text) {
    try {
      return RegisteredSources.read(Files.writeString(folder.resolve("sources"), text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Arn broker(String account, String name) {
    return Arn.parse("arn:aws:mq:us-east-1:%s:broker:%s".formatted(account, name)).orElseThrow();
  }

  @Test
  void aSourceHasWhatItsUrlSays() {
    var sources = read("# comment\nshop = amqps://u%40x:p%3A%2F+@mq.example.org/a%2Fb\n");

    var shop = sources.find(broker("123456789012", "shop"), "amqp");
    assertThat(shop.scheme()).isEqualTo("amqps");
    assertThat(shop.host()).isEqualTo("mq.example.org");
    assertThat(shop.port(5671)).isEqualTo(5671);
    assertThat(shop.user()).isEqualTo("u@x");
    assertThat(shop.password()).isEqualTo("p:/+");
    assertThat(shop.path()).isEqualTo("a/b");
    assertThat(shop.toString()).doesNotContain("u%40x").doesNotContain("p%3A");
    assertThat(sources.find(broker("123456789012", "shop:b-1234"), "amqp")).isEqualTo(shop);
  }

  @Test
  void aSourceOfOneAccountIsNotFoundByOthers() {
    var sources = read("shop = amqp://mq.example.org?account=123456789012\n");

    assertThat(sources.find(broker("123456789012", "shop"), "amqp").user()).isNull();
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> sources.find(broker("210987654321", "shop"), "amqp"))
        .withMessageContaining("does not exist");
  }

  @Test
  void aSourceOfPostgresMayNameItsPublication() {
    var sources =
        read(
            """
            db = postgress://u:p@db.example.org/shop?publication=mine&account=123456789012
            plain = postgres://db.example.org/shop
            """);

    var db = sources.find(own("db"), "postgres");
    assertThat(db.secure()).isTrue();
    assertThat(db.parameter("publication")).isEqualTo("mine");
    assertThat(db.isFor("210987654321")).isFalse();
    var plain = sources.find(own("plain"), "postgres");
    assertThat(plain.secure()).isFalse();
    assertThat(plain.parameter("publication")).isNull();
  }

  private static Arn own(String name) {
    return Arn.parse("arn:aws:hearth:us-east-1:123456789012:source/" + name).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop = secret",
        "shop = http://u:secret@mq.example.org",
        "shop = amqp:secret",
        "shop = amqp://u:secret@ mq",
        "no/name = amqp://u:secret@mq.example.org"
      })
  void whatIsNoSourceIsRefusedWithoutTellingSecrets(String line) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> read(line))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"))
        .withMessageContaining("source");
  }
}
