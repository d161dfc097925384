package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserIdsTest {
  @Test
  void eachIsTakenOnceAndNotSoonAgain() {
    var ids = new UserIds(1000, 3, 7);
    assertThat(Stream.generate(ids::take).limit(3).map(id -> id.orElseThrow()))
        .containsExactly(1001, 1002, 1000);
    assertThat(ids.take()).isEmpty();
    ids.release(1002);
    assertThat(ids.take()).hasValue(1002);
  }

  @Test
  void oneThatWasGivenBackIsNotTheNext() {
    var ids = new UserIds(1000, 3, 0);
    ids.release(ids.take().orElseThrow());
    assertThat(ids.take()).hasValue(1001);
  }
}
