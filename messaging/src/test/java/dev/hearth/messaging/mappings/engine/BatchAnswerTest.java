package dev.hearth.messaging.mappings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {
  private static final Set<String> SENT = Set.of("a", "b");

  private static Set<String> failures(String answer) {
    return BatchAnswer.failures(Payload.of(answer), SENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
  void anAnswerWithoutFailuresMeansThatAllWentWell(String answer) {
    assertThat(failures(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "\"done\"",
        "{\"batchItemFailures\":\"a\"}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"id\":\"a\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"another\"}]}",
        "{\"batchItemFailures\":[\"a\"]}"
      })
  void anAnswerThatCannotBeUnderstoodMeansThatAllFailed(String answer) {
    assertThat(failures(answer)).isEqualTo(SENT);
  }

  @Test
  void theRecordsThatAreNamedFailed() {
    assertThat(failures("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"))
        .containsExactly("b");
  }
}
