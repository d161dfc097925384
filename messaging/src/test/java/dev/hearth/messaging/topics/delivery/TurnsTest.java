package dev.hearth.messaging.topics.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final Turns turns = new Turns();

  @Test
  void oneSubscriptionTakesOnlySomeOfTheThreads() {
    for (int i = 0; i < Turns.MOST_AT_ONCE; i++) {
      assertThat(turns.take("slow", 0, NOW)).isEmpty();
    }

    assertThat(turns.take("slow", 0, NOW)).hasValueSatisfying(at -> assertThat(at).isAfter(NOW));
    assertThat(turns.take("other", 0, NOW)).isEmpty();
    turns.giveBack("slow");
    assertThat(turns.take("slow", 0, NOW)).isEmpty();
  }

  @Test
  void aThrottledSubscriptionSendsNoMoreInASecondThanItsPolicySays() {
    for (int i = 0; i < 3; i++) {
      assertThat(turns.take("s", 3, NOW)).isEmpty();
      turns.giveBack("s");
    }

    assertThat(turns.take("s", 3, NOW)).hasValue(NOW.plusSeconds(1));
    turns.sweep(NOW);
    assertThat(turns.take("s", 3, NOW.plus(Duration.ofMillis(999)))).isPresent();
    assertThat(turns.take("s", 3, NOW.plusSeconds(1))).isEmpty();
  }
}
