package dev.hearth.sandbox.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsQuestionTest {
  private static ByteBuffer query(String name, int type) {
    var query = ByteBuffer.allocate(512).putShort((short) 4711).putShort((short) 0x0120);
    query.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    for (var label : name.split("\\.", -1)) {
      query.put((byte) label.length()).put(label.getBytes(ISO_8859_1));
    }
    query.put((byte) 0).putShort((short) type).putShort((short) 1);
    return query.put(new byte[] {0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0}).flip(); // EDNS
  }

  @Test
  void aNameIsReadInLowerCase() {
    var question = DnsQuestion.parse(query("Bucket.S3.LocalHost", 28)).orElseThrow();
    assertThat(question.name()).isEqualTo("bucket.s3.localhost");
    assertThat(question.type()).isEqualTo(28);
    assertThat(question.isLocal()).isTrue();
  }

  @Test
  void onlyLocalhostAndWhatIsBelowItIsLocal() {
    assertThat(DnsQuestion.parse(query("localhost", 1)).orElseThrow().isLocal()).isTrue();
    assertThat(DnsQuestion.parse(query("notlocalhost", 1)).orElseThrow().isLocal()).isFalse();
    assertThat(DnsQuestion.parse(query("localhost.com", 1)).orElseThrow().isLocal()).isFalse();
  }

  @Test
  void theAnswerRepeatsTheQuestionAndHasOneRecord() {
    var answer = DnsQuestion.parse(query("a.localhost", 1)).orElseThrow().loopback();
    assertThat(answer.getShort(0)).isEqualTo((short) 4711);
    assertThat(answer.getShort(2)).isEqualTo((short) 0x8180); // an answer, recursion
    assertThat(answer.getShort(4)).isOne();
    assertThat(answer.getShort(6)).isOne();
    assertThat(answer.getInt(8)).isZero();
    assertThat(answer.getInt(answer.limit() - 4)).isEqualTo(0x7f000001);
  }

  @Test
  void otherTypesHaveNoRecordAndARefusalSaysSo() {
    var question = DnsQuestion.parse(query("a.localhost", 28)).orElseThrow();
    assertThat(question.loopback().getShort(6)).isZero();
    assertThat(question.loopback().getShort(2) & 15).isZero();
    assertThat(question.refusal().getShort(2) & 15).isEqualTo(5);
  }

  @Test
  void whatIsNoQuestionIsNone() {
    var whole = query("some.name.example", 1);
    for (int length = 0; length < 12 + 19 + 4; length++) {
      assertThat(DnsQuestion.parse(whole.slice(0, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(DnsQuestion.parse(query("a", 1).putShort(2, (short) 0x8180))).isEmpty();
    assertThat(DnsQuestion.parse(query("a", 1).putShort(4, (short) 2))).isEmpty();
    assertThat(DnsQuestion.parse(query("a", 1).put(12, (byte) 0xc0))).isEmpty();
  }

  @Test
  void noiseNeverFails() {
    var random = new Random(42);
    var noise = new byte[64];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(noise);
      noise[2] &= 0x7f;
      noise[4] = 0;
      noise[5] = 1;
      DnsQuestion.parse(ByteBuffer.wrap(noise))
          .ifPresent(
              question -> {
                assertThat(question.loopback().remaining()).isLessThan(100);
                assertThat(question.refusal().remaining()).isLessThan(100);
              });
    }
  }
}
