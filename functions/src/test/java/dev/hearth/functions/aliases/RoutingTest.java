package dev.hearth.functions.aliases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.api.Lab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

class RoutingTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
    lab.publish("f");
    publishAnother(2);
    lab.run(
        CreateAliasRequest.builder().functionName("f").name("live").functionVersion("1").build(),
        CreateAliasResponse.class);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void theNextInvocationAfterAMoveRunsTheNewVersion() {
    assertThat(version("live")).isEqualTo("1");
    assertThat(version("live")).isEqualTo("1");
    move("2");
    assertThat(version("live")).isEqualTo("2");
    move("$LATEST");
    assertThat(version("live")).isEqualTo("$LATEST");
    move("1");
    assertThat(version("live")).isEqualTo("1");
  }

  @Test
  void nobodyFindsADeletedAlias() {
    assertThat(version("live")).isEqualTo("1");
    lab.run(
        DeleteAliasRequest.builder().functionName("f").name("live").build(),
        DeleteAliasResponse.class);
    assertThatThrownBy(() -> version("live"))
        .hasMessage("Function not found: " + Lab.ARN + "f:live");
  }

  @Test
  void weightsShareTheInvocationsOut() {
    share(0.0);
    assertThat(runsOfTheSecond()).isZero();
    share(1.0);
    assertThat(runsOfTheSecond()).isEqualTo(1_000L);
    share(0.1);
    assertThat(runsOfTheSecond()).isBetween(30L, 200L); // 100 ± 9.5; outside once in 10^12 runs
  }

  @Test
  void noInvocationFailsOrRunsWhatAMoveHasLeftBehind() throws Exception {
    int last = 40;
    var moved = new AtomicInteger(1);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var invocations = new ArrayList<Future<?>>();
      for (int i = 0; i < 4; i++) {
        invocations.add(threads.submit(() -> invokeUntil(last, moved)));
      }
      try {
        for (int next = 2; next <= last; next++) {
          if (next > 2) {
            publishAnother(next);
          }
          move(Integer.toString(next));
          moved.set(next);
          delete(Integer.toString(next - 1));
        }
      } finally {
        moved.set(last);
      }
      for (var invocation : invocations) {
        invocation.get();
      }
    }
  }

  private void invokeUntil(int last, AtomicInteger moved) {
    for (int before = moved.get(); before < last; before = moved.get()) {
      assertThat(Integer.parseInt(version("live"))).isGreaterThanOrEqualTo(before);
      Thread.onSpinWait();
    }
  }

  private void publishAnother(int number) {
    lab.updateCode("f", "version " + number);
    lab.settle();
    lab.publish("f");
  }

  private String version(String qualifier) {
    return lab.functions().resolve(Lab.ACCOUNT, Lab.call().region(), "f", qualifier).version();
  }

  private long runsOfTheSecond() {
    return IntStream.range(0, 1_000).filter(_ -> version("live").equals("2")).count();
  }

  private void delete(String version) {
    lab.run(
        DeleteFunctionRequest.builder().functionName("f").qualifier(version).build(),
        DeleteFunctionResponse.class);
  }

  private void move(String version) {
    lab.run(
        UpdateAliasRequest.builder()
            .functionName("f")
            .name("live")
            .functionVersion(version)
            .build(),
        UpdateAliasResponse.class);
  }

  private void share(double weight) {
    lab.run(
        UpdateAliasRequest.builder()
            .functionName("f")
            .name("live")
            .routingConfig(routing -> routing.additionalVersionWeights(Map.of("2", weight)))
            .build(),
        UpdateAliasResponse.class);
  }
}
