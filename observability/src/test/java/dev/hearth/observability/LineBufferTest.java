package dev.hearth.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.observability.LineBuffer.Line;
import dev.hearth.observability.Logs.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LineBufferTest {
  private static final int CAPACITY = 1 << 20;

  private final LineBuffer buffer = new LineBuffer(CAPACITY, 1000);

  private static Line line(String stream, String text) {
    return new Line(
        new Stream(new AccountId("123456789012"), Region.DEFAULT, "/aws/lambda/f", stream),
        Instant.EPOCH,
        text);
  }

  @Test
  void aFloodOfOneStreamLosesNoLineOfAnother() {
    for (int i = 0; i < 20_000; i++) {
      buffer.offer(line("flood", "x".repeat(100)));
    }
    long lost = buffer.dropped();
    assertThat(lost).isPositive();
    for (int i = 0; i < 200; i++) {
      buffer.offer(line("other", "line " + i));
    }
    assertThat(buffer.dropped()).isEqualTo(lost);
  }

  @Test
  void whatIsStoredMakesRoomAgain() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 1_500; i++) {
        buffer.offer(line("s", "x".repeat(100)));
      }
      assertThat(buffer.dropped()).isZero();
      var taken = new ArrayList<>(buffer.take(Duration.ZERO));
      taken.addAll(buffer.take(Duration.ZERO));
      assertThat(taken).hasSize(1_500);
      buffer.stored(taken);
    }
  }
}
