package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

class ReadFunctionTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void theAnswerHasALinkToTheCode() {
    lab.createActive("f");
    var code = getFunction("f").code();
    assertThat(code.repositoryType()).isEqualTo("S3");
    var link = URI.create(code.location());
    assertThat(link).hasScheme("http").hasHost("127.0.0.1").hasPort(4566);
    assertThat(lab.downloads().open(link.getPath(), link.getQuery()))
        .hasBinaryContent(Lab.zip("version 1").asByteArray());
  }

  @Test
  void theAnswerHasTagsAndConcurrencyWhereThereAreAny() {
    lab.create("f", input -> input.tags(Map.of("team", "blue")));
    lab.run(
        PutFunctionConcurrencyRequest.builder()
            .functionName("f")
            .reservedConcurrentExecutions(7)
            .build(),
        PutFunctionConcurrencyResponse.class);
    assertThat(getFunction("f").tags()).isEqualTo(Map.of("team", "blue"));
    assertThat(getFunction("f").concurrency().reservedConcurrentExecutions()).isEqualTo(7);
    lab.create("g");
    assertThat(getFunction("g").hasTags()).isFalse();
    assertThat(getFunction("g").concurrency()).isNull();
  }

  @Test
  void tagsAreForThoseWhoMayListThem() {
    lab.create("f", input -> input.tags(Map.of("team", "blue")));
    lab.forbidden.add("lambda:ListTags");
    assertThat(getFunction("f").hasTags()).isFalse();
    assertThat(getFunction("f").tagsError().errorCode()).isEqualTo("AccessDeniedException");
    assertThat(getFunction("f").tagsError().message()).isEqualTo("not allowed: lambda:ListTags");
  }

  @Test
  void theArnIsQualifiedWhereTheRequestIs() {
    lab.createActive("f");
    lab.publish("f");
    assertThat(lab.get("f").functionArn()).isEqualTo(Lab.ARN + "f");
    assertThat(lab.get("f", "$LATEST").functionArn()).isEqualTo(Lab.ARN + "f:$LATEST");
    assertThat(lab.get("f:1").functionArn()).isEqualTo(Lab.ARN + "f:1");
    assertThat(lab.get(Lab.ARN + "f:1").version()).isEqualTo("1");
    assertThat(lab.get("123456789012:function:f").version()).isEqualTo("$LATEST");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    lab.createActive("f");
    assertNotFound("nobody", null, "nobody");
    assertNotFound("f", "1", "f:1");
    assertNotFound("f", "alias", "f:alias");
    assertNotFound("f", "99999999999999999999", "f:99999999999999999999");
    assertNotFound("f:01", null, "f:01");
  }

  private void assertNotFound(
      String name, @org.jspecify.annotations.Nullable String qualifier, String suffix) {
    var refusal =
        lab.refused(GetFunctionRequest.builder().functionName(name).qualifier(qualifier).build());
    assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
    assertThat(refusal.status()).isEqualTo(404);
    assertThat(refusal).hasMessage("Function not found: " + Lab.ARN + suffix);
  }

  @Test
  void readingNeedsTheRightOnTheVersionThatIsMeantAndTellsItsTags() {
    lab.create("f", input -> input.tags(Map.of("team", "blue")));
    var need =
        lab.access(
                GetFunctionConfigurationRequest.builder().functionName("f").qualifier("1").build())
            .needs()
            .getFirst();
    assertThat(need.action()).isEqualTo("lambda:GetFunctionConfiguration");
    assertThat(need.resource()).isEqualTo(Lab.ARN + "f:1");
    assertThat(need.conditions()).containsEntry("aws:ResourceTag/team", List.of("blue"));
  }

  @Test
  void aListHasNoStates() {
    lab.createActive("f");
    var listed = list(ListFunctionsRequest.builder()).getFirst();
    assertThat(listed.functionName()).isEqualTo("f");
    assertThat(listed.functionArn()).isEqualTo(Lab.ARN + "f");
    assertThat(listed.codeSha256()).isNotEmpty();
    assertThat(listed.state()).isNull();
    assertThat(listed.lastUpdateStatus()).isNull();
    assertThat(listed.runtimeVersionConfig()).isNull();
  }

  @Test
  void aListGoesOnPageByPage() {
    for (var name : List.of("c", "a", "b")) {
      lab.createActive(name);
    }
    lab.publish("b");
    assertThat(list(ListFunctionsRequest.builder().maxItems(1)))
        .extracting(FunctionConfiguration::functionName)
        .containsExactly("a", "b", "c");
    assertThat(list(ListFunctionsRequest.builder().maxItems(1).functionVersion("ALL")))
        .extracting(FunctionConfiguration::functionArn)
        .containsExactly(
            Lab.ARN + "a:$LATEST", Lab.ARN + "b:$LATEST", Lab.ARN + "b:1", Lab.ARN + "c:$LATEST");
  }

  @Test
  void aPageHasAtMost50Functions() {
    for (int i = 0; i < 51; i++) {
      lab.create("f" + i);
    }
    var first =
        lab.run(
            ListFunctionsRequest.builder().maxItems(10_000).build(), ListFunctionsResponse.class);
    assertThat(first.functions()).hasSize(50);
    assertThat(list(ListFunctionsRequest.builder())).hasSize(51);
  }

  @Test
  void aListIsOfOneAccountAndRegion() {
    lab.createActive("f");
    var other = Lab.callOf(new dev.hearth.kernel.AccountId("999999999999"), Lab.call().region());
    assertThat(
            lab.run(ListFunctionsRequest.builder().build(), ListFunctionsResponse.class, other)
                .functions())
        .isEmpty();
  }

  @Test
  void aListOfReplicasIsEmptyAndNeedsAllVersions() {
    lab.createActive("f");
    assertThat(lab.refused(ListFunctionsRequest.builder().masterRegion("us-east-1").build()))
        .hasMessage("FunctionVersion must be set to ALL when MasterRegion is given.");
    assertThat(list(ListFunctionsRequest.builder().masterRegion("ALL").functionVersion("ALL")))
        .isEmpty();
  }

  @Test
  void aMarkerThatHearthDidNotMakeIsRefused() {
    for (var marker : List.of("!", "bm9udW1iZXI", "Zjp4")) {
      var refusal = lab.refused(ListFunctionsRequest.builder().marker(marker).build());
      assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    }
  }

  private GetFunctionResponse getFunction(String name) {
    return lab.run(
        GetFunctionRequest.builder().functionName(name).build(), GetFunctionResponse.class);
  }

  /// All pages of a list.
  private List<FunctionConfiguration> list(ListFunctionsRequest.Builder input) {
    var all = new ArrayList<FunctionConfiguration>();
    String marker = null;
    do {
      var page = lab.run(input.marker(marker).build(), ListFunctionsResponse.class);
      all.addAll(page.functions());
      marker = page.nextMarker();
    } while (marker != null);
    return all;
  }
}
