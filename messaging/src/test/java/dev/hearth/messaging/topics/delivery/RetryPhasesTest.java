package dev.hearth.messaging.topics.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.messaging.topics.delivery.RetryPhases.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPhasesTest {
  private static List<Long> seconds(RetryPhases phases) {
    var seconds = new ArrayList<Long>();
    for (int number = 1; phases.delay(number).isPresent(); number++) {
      seconds.add(phases.delay(number).map(Duration::toSeconds).orElseThrow());
    }
    return seconds;
  }

  @Test
  void theGuidesExampleMakesFiftyRetriesInItsFourPhases() {
    var seconds = seconds(new RetryPhases(1, 60, 50, 3, 2, 35, Backoff.EXPONENTIAL));

    assertThat(seconds).hasSize(50);
    assertThat(seconds.subList(0, 5)).containsExactly(0L, 0L, 0L, 1L, 1L);
    assertThat(seconds.get(5)).isEqualTo(1);
    assertThat(seconds.get(14)).isEqualTo(60);
    assertThat(seconds.subList(15, 50)).containsOnly(60L);
  }

  @ParameterizedTest
  @EnumSource(Backoff.class)
  void everyBackoffGrowsFromTheShortestDelayToTheLongest(Backoff backoff) {
    var seconds = seconds(new RetryPhases(5, 260, 10, 0, 0, 0, backoff));

    assertThat(seconds).hasSize(10).isSorted().startsWith(5L).endsWith(260L);
  }

  @Test
  void withoutAPolicyThereAreThreeRetriesTwentySecondsApart() {
    assertThat(seconds(DeliveryPolicy.effective(null, null).retries()))
        .containsExactly(20L, 20L, 20L);
  }

  @Test
  void aSubscriptionsPolicyWinsOverItsTopicsUnlessThatForbidsIt() {
    var topic =
        "{\"http\":{\"defaultHealthyRetryPolicy\":{\"numRetries\":1},\"disableSubscriptionOverrides\":%s}}";
    var own =
        "{\"healthyRetryPolicy\":{\"numRetries\":2},\"throttlePolicy\":{\"maxReceivesPerSecond\":7}}";

    var open = DeliveryPolicy.effective(topic.formatted("false"), own);
    assertThat(open.retries().retries()).isEqualTo(2);
    assertThat(open.mostPerSecond()).isEqualTo(7);
    assertThat(DeliveryPolicy.effective(topic.formatted("true"), own).retries().retries())
        .isEqualTo(1);
  }

  @Test
  void aPolicyBeyondAwssLimitsIsRefused() {
    assertThatThrownBy(
            () -> DeliveryPolicy.checkSubscription("{\"healthyRetryPolicy\":{\"numRetries\":101}}"))
        .hasMessageContaining("numRetries must be between 0 and 100");
    assertThatThrownBy(
            () ->
                DeliveryPolicy.checkSubscription(
                    "{\"healthyRetryPolicy\":{\"numRetries\":100,\"minDelayTarget\":60,\"maxDelayTarget\":60}}"))
        .hasMessageContaining("3600 seconds");
    assertThatThrownBy(
            () ->
                DeliveryPolicy.checkSubscription(
                    "{\"requestPolicy\":{\"headerContentType\":\"text/plain\\r\\nX: y\"}}"))
        .hasMessageContaining("headerContentType");
  }
}
