package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemandTest {
  private Instant now = Instant.EPOCH;
  private final Demand demand = new Demand(3, 100, () -> now);

  private void burst(int size) {
    for (int i = 0; i < size; i++) {
      demand.asked();
    }
  }

  @Test
  void aFewAreParkedWhereNothingIsAskedFor() {
    assertThat(demand.target()).isEqualTo(3);
    assertThat(demand.steady()).isPositive();
  }

  @Test
  void aBurstIsRememberedForTenMinutes() {
    burst(40);
    now = now.plus(Duration.ofMinutes(9));
    assertThat(demand.target()).isEqualTo(40);
    assertThat(demand.steady()).isEqualTo(Duration.ofMinutes(1).plusMillis(1));
    now = now.plus(Duration.ofMinutes(2));
    assertThat(demand.target()).isEqualTo(3);
  }

  @Test
  void oneAfterTheOtherIsNoBurst() {
    for (int i = 0; i < 1000; i++) {
      demand.asked();
      demand.parked();
    }
    assertThat(demand.target()).isEqualTo(3);
  }

  @Test
  void aSmallerBurstDoesNotMakeALargerOneForgotten() {
    burst(40);
    for (int i = 0; i < 40; i++) {
      demand.parked();
    }
    now = now.plus(Duration.ofMinutes(5));
    burst(10);
    assertThat(demand.target()).isEqualTo(40);
    assertThat(demand.steady()).isEqualTo(Duration.ofMinutes(5).plusMillis(1));
  }

  @Test
  void noBurstParksMoreThanTheMost() {
    burst(5000);
    assertThat(demand.target()).isEqualTo(100);
  }

  @Test
  void whatNeedNotAlwaysBeParkedIsParkedForTenMinutesAfterItWasAskedFor() {
    var rare = new Demand(0, 1, () -> now);
    assertThat(rare.target()).isZero();
    rare.asked();
    rare.asked();
    assertThat(rare.target()).isOne();
    rare.parked();
    now = now.plus(Duration.ofMinutes(9));
    assertThat(rare.target()).isOne();
    now = now.plus(Duration.ofMinutes(2));
    assertThat(rare.target()).isZero();
    rare.asked();
    assertThat(rare.target()).isOne();
  }
}
