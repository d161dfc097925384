package dev.hearth.sandbox.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.rules.AddressRange;
import dev.hearth.sandbox.rules.EgressList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a function's own list leaves of what its node lets functions reach.
@Timeout(30)
class EgressRulesTest {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private EgressRules rules(EgressPolicy policy) {
    return new EgressRules(policy, new HostAddresses(() -> now), new NamedAddresses(() -> now));
  }

  private EgressRules rules(String list) {
    var rules = rules(new EgressPolicy(true, List.of(AddressRange.parse("10.0.0.0/8"))));
    var parsed = EgressList.of(Map.of(EgressList.TAG, list));
    rules.belongTo(() -> parsed);
    return rules;
  }

  private static InetSocketAddress to(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static DnsQuestion question(String name) {
    var message = ByteBuffer.allocate(512).putShort((short) 7).putShort((short) 0x100);
    message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (var label : name.split("\\.", -1)) {
      message.put((byte) label.length()).put(label.getBytes(ISO_8859_1));
    }
    message.put((byte) 0).putShort((short) 1).putShort((short) 1);
    return DnsQuestion.parse(message.flip()).orElseThrow();
  }

  /// With a CNAME before the addresses, as content networks have it.
  private static ByteBuffer answer(DnsQuestion question, String... addresses) {
    var message = ByteBuffer.allocate(512).put(question.message().duplicate().rewind());
    message.putShort(6, (short) (1 + addresses.length));
    message.putShort((short) 0xc00c).putShort((short) 5).putShort((short) 1).putInt(60);
    message.putShort((short) 4).put(new byte[] {1, 'x', (byte) 0xc0, 0x0c});
    for (var address : addresses) {
      message.put(new byte[] {1, 'x', (byte) 0xc0, 0x0c}).putShort((short) 1).putShort((short) 1);
      message.putInt(60).putShort((short) 4).put(InetAddress.ofLiteral(address).getAddress());
    }
    return message.flip();
  }

  @Test
  void onlyWhatTheListNamesIsReached() throws Exception {
    var rules = rules("203.0.114.0/24:443 10.1.0.0/16:5432-5439");
    assertThat(rules.permit(to("203.0.114.9", 443))).isTrue();
    assertThat(rules.permit(to("203.0.114.9", 80))).isFalse();
    assertThat(rules.permit(to("203.0.115.9", 443))).isFalse();
    assertThat(rules.permit(to("10.1.2.3", 5439))).isTrue();
    assertThat(rules.permit(to("10.1.2.3", 5440))).isFalse();
    assertThat(rules.permit(to("10.2.0.1", 5432))).isFalse();
    assertThat(rules.resolves("api.example.com")).isFalse();
  }

  @Test
  void aListOpensNothingThatTheNodeDoesNot() throws Exception {
    var rules = rules("0.0.0.0/0");
    for (var address : List.of("169.254.169.254", "127.0.0.1", "192.168.0.1", "168.63.129.16")) {
      assertThat(rules.permit(to(address, 80))).as(address).isFalse();
    }
    assertThat(rules.permit(to("10.9.9.9", 80))).isTrue();
  }

  @Test
  void theInternetIsAllPublicAddressesAndAllNames() throws Exception {
    var rules = rules("internet:443");
    assertThat(rules.permit(to("1.1.1.1", 443))).isTrue();
    assertThat(rules.permit(to("1.1.1.1", 25))).isFalse();
    assertThat(rules.permit(to("10.1.2.3", 443))).isFalse();
    assertThat(rules.resolves("any.example")).isTrue();
  }

  @Test
  void aNameIsTheAddressesThatThisSandboxWasToldForIt() throws Exception {
    var rules = rules("api.example.com:443 .example.org");
    var target = to("1.2.3.4", 443);
    assertThat(rules.permit(target)).isFalse();
    rules.resolved(question("other.example.com"), answer(question("other.example.com"), "1.2.3.4"));
    assertThat(rules.permit(target)).isFalse();
    var question = question("API.example.com");
    rules.resolved(question, answer(question, "1.2.3.3", "1.2.3.4", "169.254.169.254"));
    assertThat(rules.permit(target)).isTrue();
    assertThat(rules.permit(to("1.2.3.4", 80))).isFalse();
    assertThat(rules.permit(to("169.254.169.254", 443))).isFalse();
    now = now.plus(Duration.ofHours(2));
    assertThat(rules.permit(target)).isFalse();
    assertThat(rules.resolves("api.example.com")).isTrue();
    assertThat(rules.resolves("x.api.example.com")).isFalse();
    assertThat(rules.resolves("a.b.example.org")).isTrue();
    assertThat(rules.resolves("example.org")).isFalse();
    assertThat(rules.resolves("badexample.org")).isFalse();
  }

  @Test
  void anAnswerThatIsCutShortTellsWhatItHolds() {
    var question = question("a.example");
    var whole = answer(question, "1.2.3.4", "5.6.7.8");
    for (int length = question.message().limit(); length < whole.limit(); length++) {
      assertThat(question.addresses(whole.slice(0, length)).size()).isLessThan(2);
    }
    assertThat(question.addresses(whole)).hasSize(2);
  }

  @Test
  void whoeverConnectsBeforeItIsKnownWhoItIsWaits() throws Exception {
    var rules = rules(EgressPolicy.INTERNET);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var early = threads.submit(() -> rules.permit(to("1.1.1.1", 443)));
      rules.belongTo(() -> new EgressList(List.of()));
      assertThat(early.get()).isFalse();
    }
    var ended = rules(EgressPolicy.INTERNET);
    ended.close();
    assertThatThrownBy(() -> ended.permit(to("1.1.1.1", 443))).isInstanceOf(IOException.class);
  }

  @Test
  void aFunctionWithoutAListReachesWhatItsNodeLetsItReach() throws Exception {
    var rules = rules(EgressPolicy.INTERNET);
    rules.belongTo(EgressList.Source.NONE);
    assertThat(rules.permit(to("1.1.1.1", 25))).isTrue();
    assertThat(rules.permit(to("10.1.2.3", 25))).isFalse();
    assertThat(rules.resolves("any.example")).isTrue();
  }
}
