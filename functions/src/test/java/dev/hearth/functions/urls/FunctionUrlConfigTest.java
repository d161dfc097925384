package dev.hearth.functions.urls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.api.Lab;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigResponse;

class FunctionUrlConfigTest {
  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static CreateFunctionUrlConfigRequest creation(
      String function, Consumer<CreateFunctionUrlConfigRequest.Builder> change) {
    var request =
        CreateFunctionUrlConfigRequest.builder()
            .functionName(function)
            .authType(FunctionUrlAuthType.NONE);
    change.accept(request);
    return request.build();
  }

  private CreateFunctionUrlConfigResponse create(String function) {
    return lab.run(creation(function, _ -> {}), CreateFunctionUrlConfigResponse.class);
  }

  private static GetFunctionUrlConfigRequest get(String function) {
    return GetFunctionUrlConfigRequest.builder().functionName(function).build();
  }

  private GetFunctionUrlConfigResponse found(String function) {
    return lab.run(get(function), GetFunctionUrlConfigResponse.class);
  }

  private FunctionUrl served(String url) {
    return lab.urls().find(url.substring("http://".length(), url.indexOf('.'))).orElseThrow();
  }

  @Test
  void aUrlIsMadeReadChangedAndDeleted() {
    var created = create("f");
    assertThat(created.functionUrl())
        .matches("http://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.localhost:4566/");
    assertThat(created.functionArn()).isEqualTo(Lab.ARN + "f");
    assertThat(created.authType()).isEqualTo(FunctionUrlAuthType.NONE);
    assertThat(created.invokeMode()).isEqualTo(InvokeMode.BUFFERED);
    assertThat(created.cors()).isNull();
    assertThat(created.creationTime()).isEqualTo("2026-11-21T12:00:00Z");

    var updated =
        lab.run(
            UpdateFunctionUrlConfigRequest.builder()
                .functionName("f")
                .authType(FunctionUrlAuthType.AWS_IAM)
                .invokeMode(InvokeMode.RESPONSE_STREAM)
                .build(),
            UpdateFunctionUrlConfigResponse.class);
    assertThat(updated.functionUrl()).isEqualTo(created.functionUrl());
    assertThat(updated.authType()).isEqualTo(FunctionUrlAuthType.AWS_IAM);
    assertThat(found("f").invokeMode()).isEqualTo(InvokeMode.RESPONSE_STREAM);
    assertThat(served(created.functionUrl()).authType()).isEqualTo(FunctionUrlAuthType.AWS_IAM);

    var deletion = DeleteFunctionUrlConfigRequest.builder().functionName("f").build();
    lab.run(deletion, DeleteFunctionUrlConfigResponse.class);
    assertThat(lab.refused(get("f")).getMessage())
        .isEqualTo("The resource you requested does not exist.");
    assertThat(lab.refused(deletion).code()).isEqualTo("ResourceNotFoundException");
    assertThat(create("f").functionUrl()).isNotEqualTo(created.functionUrl());
  }

  @Test
  void whatAnUpdateLeavesOutStays() {
    var cors =
        Cors.builder()
            .allowOrigins("https://a.example", "https://b.example")
            .allowMethods("GET")
            .allowHeaders("x-a")
            .exposeHeaders("x-b")
            .allowCredentials(true)
            .maxAge(86_400)
            .build();
    lab.run(creation("f", c -> c.cors(cors)), CreateFunctionUrlConfigResponse.class);
    assertThat(found("f").cors()).isEqualTo(cors);

    update(u -> u.invokeMode(InvokeMode.RESPONSE_STREAM));
    assertThat(found("f").cors()).isEqualTo(cors);

    var other = Cors.builder().allowOrigins("*").build();
    update(u -> u.cors(other));
    assertThat(found("f").cors()).isEqualTo(other);

    update(u -> u.cors(Cors.builder().build()));
    assertThat(found("f").cors()).isNull();
  }

  private void update(Consumer<UpdateFunctionUrlConfigRequest.Builder> change) {
    var request = UpdateFunctionUrlConfigRequest.builder().functionName("f");
    change.accept(request);
    lab.run(request.build(), UpdateFunctionUrlConfigResponse.class);
  }

  @Test
  void aSecondUrlIsAConflict() {
    create("f");
    var refusal = lab.refused(creation("f", c -> c.qualifier("$LATEST")));
    assertThat(refusal.code()).isEqualTo("ResourceConflictException");
    assertThat(refusal.getMessage())
        .contains("[functionArn = " + Lab.ARN + "f]", "FunctionUrlConfig exists");
  }

  @Test
  void whatIsNotThereHasNoUrl() {
    assertThat(lab.refused(creation("nobody", _ -> {})).getMessage())
        .isEqualTo("Function does not exist");
    assertThat(lab.refused(creation("f", c -> c.qualifier("nowhere"))).code())
        .isEqualTo("ResourceNotFoundException");
    assertThat(lab.refused(get("nobody")).code()).isEqualTo("ResourceNotFoundException");
    assertThat(
            lab.refused(UpdateFunctionUrlConfigRequest.builder().functionName("f").build()).code())
        .isEqualTo("ResourceNotFoundException");
    assertThat(
            lab.refused(ListFunctionUrlConfigsRequest.builder().functionName("nobody").build())
                .code())
        .isEqualTo("ResourceNotFoundException");
  }

  @Test
  void aFunctionThatIsolatesTenantsHasNone() {
    lab.create("tenants", c -> c.tenancyConfig(t -> t.tenantIsolationMode("PER_TENANT")));
    lab.settle();
    assertThat(lab.refused(creation("tenants", _ -> {})).code())
        .isEqualTo("InvalidParameterValueException");
  }

  @Test
  void aUrlGoesWithItsFunction() {
    var url = create("f").functionUrl();
    var id = served(url).id();
    lab.delete("f");
    assertThat(lab.urls().find(id)).isEmpty();

    lab.createActive("f");
    assertThat(lab.refused(get("f")).code()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void anAliasHasAUrlOfItsOwnThatGoesWithIt() {
    create("f");
    lab.publish("f");
    lab.settle();
    lab.run(
        CreateAliasRequest.builder().functionName("f").name("live").functionVersion("1").build(),
        CreateAliasResponse.class);
    var created =
        lab.run(
            creation("f", c -> c.qualifier("live").authType(FunctionUrlAuthType.AWS_IAM)),
            CreateFunctionUrlConfigResponse.class);
    assertThat(created.functionArn()).isEqualTo(Lab.ARN + "f:live");
    assertThat(found("f").functionUrl()).isNotEqualTo(created.functionUrl());
    assertThat(found("f:live").functionUrl()).isEqualTo(created.functionUrl());

    var first = list(null);
    var second = list(first.nextMarker());
    assertThat(first.functionUrlConfigs()).hasSize(1);
    assertThat(first.functionUrlConfigs().getFirst().functionArn()).isEqualTo(Lab.ARN + "f");
    assertThat(second.functionUrlConfigs()).hasSize(1);
    assertThat(second.functionUrlConfigs().getFirst().functionArn()).isEqualTo(Lab.ARN + "f:live");
    assertThat(second.nextMarker()).isNull();

    var id = served(created.functionUrl()).id();
    lab.run(
        DeleteAliasRequest.builder().functionName("f").name("live").build(),
        DeleteAliasResponse.class);
    assertThat(lab.urls().find(id)).isEmpty();
    assertThat(found("f").authType()).isEqualTo(FunctionUrlAuthType.NONE);
  }

  @Test
  void aUrlOutlivesARestart() {
    var url = create("f").functionUrl();
    lab.restart();
    assertThat(found("f").functionUrl()).isEqualTo(url);
    assertThat(served(url).function().arn()).isEqualTo(Lab.ARN + "f");
  }

  @Test
  void urlsAreListedPageByPage() {
    create("f");
    var listed = list(null);
    assertThat(listed.functionUrlConfigs()).hasSize(1);
    assertThat(listed.nextMarker()).isNull();
    assertThat(listed.functionUrlConfigs().getFirst().functionUrl())
        .isEqualTo(found("f").functionUrl());
  }

  private ListFunctionUrlConfigsResponse list(@Nullable String marker) {
    return lab.run(
        ListFunctionUrlConfigsRequest.builder()
            .functionName("f")
            .maxItems(1)
            .marker(marker)
            .build(),
        ListFunctionUrlConfigsResponse.class);
  }

  @Test
  void thePermissionNamesTheAuthType() {
    create("f");
    var byRequest =
        lab.access(creation("f", c -> c.authType(FunctionUrlAuthType.AWS_IAM))).needs().getFirst();
    assertThat(byRequest.action()).isEqualTo("lambda:CreateFunctionUrlConfig");
    assertThat(byRequest.resource()).isEqualTo(Lab.ARN + "f");
    assertThat(byRequest.conditions())
        .isEqualTo(Map.of("lambda:FunctionUrlAuthType", List.of("AWS_IAM")));
    assertThat(lab.access(get("f")).needs().getFirst().conditions())
        .isEqualTo(Map.of("lambda:FunctionUrlAuthType", List.of("NONE")));
    assertThat(lab.access(get("g")).needs().getFirst().conditions()).isEmpty();
  }
}
