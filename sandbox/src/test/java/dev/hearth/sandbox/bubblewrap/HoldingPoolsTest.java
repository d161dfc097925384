package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.bubblewrap.HoldingPools.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingPoolsTest {
  private static final Code A = new Code("1", Path.of("/a"));
  private static final Code B = new Code("1", Path.of("/b"));
  private static final Code C = new Code("1", Path.of("/c"));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = Instant.EPOCH;
  private final List<Code> open = new ArrayList<>();
  private final List<Code> asked = new ArrayList<>();
  private final HoldingPools pools = new HoldingPools(2, () -> now, this::open);

  /// A pool with nothing parked.
  private HoldingPools.Pool open(Code code) {
    open.add(code);
    return new HoldingPools.Pool() {
      @Override
      public Optional<Cell> take() {
        asked.add(code);
        return Optional.empty();
      }

      @Override
      public int size() {
        return 1;
      }

      @Override
      public void close() {
        open.remove(code);
      }
    };
  }

  private void take(Code code, Duration after) {
    now = now.plus(after);
    assertThat(pools.take(code)).isEmpty();
  }

  @Test
  void eachCodeIsAskedForInItsOwnPool() {
    take(A, SECOND);
    take(B, SECOND);
    take(A, SECOND);
    assertThat(open).containsExactly(A, B);
    assertThat(asked).containsExactly(A, B, A);
    assertThat(pools.size()).isEqualTo(2);
  }

  @Test
  void theSameCodeOfAnotherAccountIsAnother() {
    var others = new Code("2", A.folder());
    take(A, SECOND);
    take(others, SECOND);
    assertThat(asked).containsExactly(A, others);
    assertThat(open).containsExactly(A, others);
  }

  @Test
  void whatWasNotAskedForForTheLongestTimeLeaves() {
    take(A, SECOND);
    take(B, SECOND);
    take(A, SECOND);
    take(C, HoldingPools.LEAST_STAY);
    assertThat(open).containsExactly(A, C);
    take(B, HoldingPools.LEAST_STAY);
    assertThat(open).containsExactly(C, B);
  }

  @Test
  void nothingLeavesThatWasAskedForWithinTheLastMinute() {
    take(A, SECOND);
    take(B, SECOND);
    take(C, SECOND);
    assertThat(open).containsExactly(A, B);
    assertThat(asked).doesNotContain(C);
    take(A, HoldingPools.LEAST_STAY.minus(SECOND.multipliedBy(2)));
    take(C, SECOND);
    assertThat(open).containsExactly(A, C);
  }

  @Test
  void onceClosedNothingIsOpen() {
    take(A, SECOND);
    pools.close();
    take(A, SECOND);
    take(B, SECOND);
    assertThat(open).isEmpty();
    assertThat(pools.size()).isZero();
  }

  @Test
  void whereNoneMayBeParkedNoneIs() {
    var none = new HoldingPools(0, () -> now, this::open);
    assertThat(none.take(A)).isEmpty();
    assertThat(open).isEmpty();
  }
}
