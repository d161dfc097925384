package dev.hearth.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.rules.AddressRange;
import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
  private static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.255",
        "0.0.0.0",
        "0.1.2.3",
        "168.63.129.16",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1"
      })
  void whatIsOfThisHostIsRefusedWhateverIsAllowed(String text) {
    var everything = new EgressPolicy(true, List.of(AddressRange.parse("0.0.0.0/0")));
    assertThat(everything.permits(address(text))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "198.18.0.1"
      })
  void privateAddressesAreRefusedUnlessAllowed(String text) {
    assertThat(EgressPolicy.INTERNET.permits(address(text))).isFalse();
    var allowed = new EgressPolicy(true, List.of(AddressRange.parse(text)));
    assertThat(allowed.permits(address(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.0.1", "172.32.0.1"})
  void publicAddressesAreTheInternet(String text) {
    assertThat(EgressPolicy.INTERNET.permits(address(text))).isTrue();
    assertThat(EgressPolicy.NONE.permits(address(text))).isFalse();
  }

  @Test
  void namesAreAskedForOnlyWhereSomethingCanBeReached() {
    assertThat(EgressPolicy.NONE.resolves()).isFalse();
    assertThat(EgressPolicy.INTERNET.resolves()).isTrue();
    assertThat(new EgressPolicy(false, List.of(AddressRange.parse("10.0.0.0/8"))).resolves())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1/8", "10.0.0", "256.0.0.0/8", "10.0.0.0/33", "::1", "host"})
  void rangesThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeIsToldAsItIsWritten() {
    assertThat(AddressRange.parse("192.168.0.0/16")).hasToString("192.168.0.0/16");
    assertThat(AddressRange.parse("203.0.113.9")).hasToString("203.0.113.9/32");
  }
}
