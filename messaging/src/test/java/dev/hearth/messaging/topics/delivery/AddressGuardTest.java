package dev.hearth.messaging.topics.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.messaging.topics.delivery.AddressGuard.ForbiddenAddress;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
      })
  void anAddressThatIsNotPublicIsNotReached(String address) {
    assertThatThrownBy(() -> new AddressGuard(false).resolve(address))
        .isInstanceOf(ForbiddenAddress.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "52.94.1.1", "172.32.0.1", "2606:4700::1111"})
  void aPublicAddressIs(String address) throws Exception {
    assertThat(new AddressGuard(false).resolve(address)).isEqualTo(InetAddress.getByName(address));
  }

  @Test
  void anAddressIsReachedWhereTheOwnerAllowsAll() throws Exception {
    assertThat(new AddressGuard(true).resolve("127.0.0.1").isLoopbackAddress()).isTrue();
  }
}
