package dev.hearth.sandbox.wasm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void theRehearsalIsARunLikeAny() throws Exception {
    assertThat(Worker.rehearse())
        .isInstanceOfSatisfying(
            Round.Answered.class, answered -> assertThat(answered.answer()).isEmpty());
  }
}
