package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/// Every operation that Hearth has, of every service, asks for permission: who has none is refused
/// in AWS's words, and who is given just what the refusals name gets past them. The operations are
/// those of the documentation's tables, which a test of the server's generates, so a new one is
/// covered by itself; its inputs come from AWS's models ([SmallestInputs]).
class AuthorizationCoverageTest {
  private static final Pattern IMPLEMENTED = Pattern.compile("\\| `(\\w+)` \\| yes \\|");

  /// Sources: IAM User Guide, "Troubleshoot access denied error messages"; AWS's answers.
  private static final Pattern DENIAL =
      Pattern.compile(
          "User: (\\S+) is not authorized to perform: (\\S+) on resource: (\\S+)"
              + " because no (identity-based|resource-based) policy allows the (\\S+) action");

  /// Most permissions that one operation needs.
  private static final int MOST_NEEDS = 6;

  /// What who has no permission lacked first.
  private static final Map<OperationModel, CoverageCloud.Grant> LACKING = new HashMap<>();

  @TempDir private static Path folder;
  private static @Nullable CoverageCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new CoverageCloud(folder.resolve("data"));
    for (var operation : services().flatMap(AuthorizationCoverageTest::operations).toList()) {
      if (operation.name().startsWith("Create")) {
        cloud.make(operation);
      }
    }
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(cloud).close();
  }

  private static CoverageCloud cloud() {
    return Objects.requireNonNull(cloud);
  }

  @TestFactory
  Stream<DynamicNode> whoHasNoPermissionIsRefusedAndWhoHasItIsNot() throws IOException {
    // All refusals first: what is let in changes what there is.
    return Stream.of(
        dynamicContainer(
            "refused",
            each(operation -> dynamicTest(operation.toString(), () -> refuse(operation)))),
        dynamicContainer(
            "let in",
            each(operation -> dynamicTest(operation.toString(), () -> letIn(operation)))));
  }

  private static Stream<DynamicNode> each(Function<OperationModel, DynamicNode> test)
      throws IOException {
    return services()
        .map(service -> dynamicContainer(service.name(), operations(service).map(test)));
  }

  @Test
  void noOperationIsMissing() throws IOException {
    assertThat(services().flatMap(AuthorizationCoverageTest::operations).count())
        .isGreaterThanOrEqualTo(394);
    assertThat(services().flatMap(AuthorizationCoverageTest::operations).map(Object::toString))
        .containsAll(CoverageRules.OPEN.keySet())
        .containsAll(CoverageRules.OUT_OF_REACH.keySet());
  }

  private static Stream<ServiceModel> services() throws IOException {
    try (var files = Files.list(Path.of("..", "docs", "services"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .map(name -> ServiceModel.of(name.substring(0, name.length() - ".md".length())))
          .toList()
          .stream();
    }
  }

  private static Stream<OperationModel> operations(ServiceModel service) {
    try {
      var table = Files.readString(Path.of("..", "docs", "services", service.name() + ".md"));
      return IMPLEMENTED
          .matcher(table)
          .results()
          .map(row -> service.operation(row.group(1)).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuse(OperationModel operation) throws Exception {
    var refusal = refusal(cloud().inputs().of(operation));
    if (CoverageRules.OPEN.containsKey(operation.toString())) {
      assertThat(isDenial(refusal)).as(String.valueOf(refusal)).isFalse();
      return;
    }
    assertThat(refusal).as("it took anybody's").isNotNull();
    if (!CoverageRules.isOutOfReach(operation)) {
      assertThat(isDenial(refusal)).as(String.valueOf(refusal)).isTrue();
      var first = needed(operation, Objects.requireNonNull(refusal));
      assertThat(first.action()).isEqualToIgnoringCase(CoverageRules.action(operation));
      LACKING.put(operation, first);
    }
  }

  private static void letIn(OperationModel operation) throws Exception {
    var input = cloud().inputs().of(operation);
    var granted = new ArrayList<CoverageCloud.Grant>();
    if (LACKING.containsKey(operation)) {
      granted.add(LACKING.get(operation));
    }
    cloud().grant(granted);
    var refusal = refusal(input);
    while (isDenial(refusal) && granted.size() < MOST_NEEDS) {
      granted.add(needed(operation, Objects.requireNonNull(refusal)));
      cloud().grant(granted);
      refusal = refusal(input);
    }
    assertThat(isDenial(refusal)).as("still refused: %s", refusal).isFalse();
    if (refusal != null) {
      assertThat(refusal.statusCode()).as(refusal.getMessage()).isLessThan(500);
      assertThat(refusal.awsErrorDetails().errorCode())
          .as("the input does not get past the checks of its form: %s", refusal.getMessage())
          .doesNotContainIgnoringCase("serialization");
    }
  }

  /// What a refusal says is lacking, if it says it as AWS does.
  private static CoverageCloud.Grant needed(OperationModel operation, AwsServiceException refusal) {
    var details = refusal.awsErrorDetails();
    var service = operation.service();
    assertThat(details.errorCode()).isEqualTo(CoverageRules.code(service));
    assertThat(refusal.statusCode()).isEqualTo(CoverageRules.status(service));
    var said = DENIAL.matcher(details.errorMessage());
    assertThat(said.matches()).as(details.errorMessage()).isTrue();
    assertThat(said.group(1)).isEqualTo(cloud().user());
    assertThat(said.group(5)).isEqualTo(said.group(2));
    return new CoverageCloud.Grant(said.group(2), said.group(3));
  }

  private static boolean isDenial(@Nullable AwsServiceException refusal) {
    var code = refusal == null ? "" : refusal.awsErrorDetails().errorCode();
    return code.toLowerCase(Locale.ROOT).contains("accessdenied")
        || code.equals("AuthorizationError");
  }

  /// Null where it was taken.
  private static @Nullable AwsServiceException refusal(SdkPojo input) throws Exception {
    try {
      cloud().client().call(input);
      return null;
    } catch (AwsServiceException e) {
      return e;
    }
  }
}
