package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

@ExtendWith(Cloud.Extension.class)
class AliasesTest {
  private final PythonFunction function;
  private final LambdaClient lambda;
  private final String name;

  AliasesTest(Cloud cloud) {
    function = new PythonFunction(cloud);
    lambda = function.lambda();
    name = function.name();
  }

  @BeforeEach
  void makeTwoVersions() {
    function.create("return 'one'");
    assertThat(function.publish("return 'two'")).isEqualTo("2");
    lambda.createAlias(r -> r.functionName(name).name("live").functionVersion("1"));
  }

  @AfterEach
  void close() {
    function.close();
  }

  @Test
  void callersRunWhatAnAliasLeadsTo() {
    var first = function.invoke("live");
    assertThat(first.payload().asUtf8String()).isEqualTo("\"one\"");
    assertThat(first.executedVersion()).isEqualTo("1");
    move("2");
    var second = function.invoke("live");
    assertThat(second.payload().asUtf8String()).isEqualTo("\"two\"");
    assertThat(second.executedVersion()).isEqualTo("2");

    var found = lambda.getFunctionConfiguration(r -> r.functionName(name + ":live"));
    assertThat(found.functionArn()).endsWith(name + ":live");
    assertThat(found.version()).isEqualTo("2");
    lambda.deleteAlias(r -> r.functionName(name).name("live"));
    lambda.deleteAlias(r -> r.functionName(name).name("live"));
    assertThatThrownBy(() -> function.invoke("live"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Function not found: ");
  }

  @Test
  void anAliasMovedUnderLoadFailsNoCallAndLeavesNothingOldRunning() throws Exception {
    var stop = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var callers =
          IntStream.range(0, 3)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            while (!stop.get()) {
                              assertThat(function.invoke("live").functionError()).isNull();
                            }
                          }))
              .toList();
      try {
        for (int i = 0; i < 10; i++) {
          var target = i % 2 == 0 ? "2" : "1";
          move(target);
          assertThat(function.invoke("live").executedVersion()).isEqualTo(target);
        }
      } finally {
        stop.set(true);
      }
      for (var caller : callers) {
        caller.get();
      }
    }
  }

  @Test
  void twoVersionsShareAnAliassCalls() {
    lambda.updateAlias(
        r ->
            r.functionName(name)
                .name("live")
                .routingConfig(routing -> routing.additionalVersionWeights(Map.of("2", 0.5))));
    var executed = new HashSet<String>();
    for (int i = 0; i < 40; i++) {
      executed.add(function.invoke("live").executedVersion());
    }
    assertThat(executed).containsExactlyInAnyOrder("1", "2");
    assertThat(
            lambda
                .getAlias(r -> r.functionName(name).name("live"))
                .routingConfig()
                .additionalVersionWeights())
        .isEqualTo(Map.of("2", 0.5));
  }

  @Test
  void listsGoOnWhereTheyStopped() {
    lambda.createAlias(r -> r.functionName(name).name("beta").functionVersion("2"));
    assertThat(
            lambda.listAliasesPaginator(r -> r.functionName(name).maxItems(1)).aliases().stream()
                .map(AliasConfiguration::name))
        .containsExactly("beta", "live");
    assertThat(lambda.listAliases(r -> r.functionName(name).functionVersion("1")).aliases())
        .extracting(AliasConfiguration::name)
        .isEqualTo(List.of("live"));
    assertThat(
            lambda
                .listVersionsByFunctionPaginator(r -> r.functionName(name).maxItems(1))
                .versions()
                .stream()
                .map(version -> version.version()))
        .containsExactly("$LATEST", "1", "2");
  }

  @Test
  void everyRefusalIsTheSdksOwnException() {
    assertThatThrownBy(
            () -> lambda.createAlias(r -> r.functionName(name).name("live").functionVersion("1")))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("Alias already exists: ");
    assertThatThrownBy(
            () -> lambda.createAlias(r -> r.functionName(name).name("x").functionVersion("9")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> lambda.createAlias(r -> r.functionName(name).name("7").functionVersion("1")))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("failed to satisfy constraint");
    assertThatThrownBy(() -> lambda.getAlias(r -> r.functionName(name).name("none")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Cannot find alias arn: ");
    assertThatThrownBy(
            () -> lambda.updateAlias(r -> r.functionName(name).name("live").revisionId("old")))
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(
            () ->
                lambda.updateAlias(
                    r ->
                        r.functionName(name)
                            .name("live")
                            .routingConfig(c -> c.additionalVersionWeights(Map.of("1", 0.5)))))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThatThrownBy(() -> lambda.deleteFunction(r -> r.functionName(name).qualifier("1")))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("[live]");
  }

  private void move(String version) {
    lambda.updateAlias(r -> r.functionName(name).name("live").functionVersion(version));
  }
}
