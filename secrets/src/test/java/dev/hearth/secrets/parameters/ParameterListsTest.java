package dev.hearth.secrets.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.secrets.Vault;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilterKey;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.Tag;

class ParameterListsTest {
  @TempDir private Path folder;
  private Vault vault;

  @BeforeEach
  void begin() {
    vault = Vault.sqlite(folder);
    put("/app/a", ParameterType.STRING);
    put("/app/b", ParameterType.SECURE_STRING);
    put("/app/sub/c", ParameterType.STRING_LIST);
    put("/app2", ParameterType.STRING);
    put("plain", ParameterType.STRING);
    vault.run(LabelParameterVersionRequest.builder().name("/app/a").labels("live").build());
    vault.run(PutParameterRequest.builder().name("/app/a").value("newer").overwrite(true).build());
  }

  @AfterEach
  void end() {
    vault.close();
  }

  private void put(String name, ParameterType type) {
    vault.run(
        PutParameterRequest.builder()
            .name(name)
            .value("value of " + name)
            .type(type)
            .tags(Tag.builder().key("name").value(name).build())
            .build());
  }

  private static ParameterStringFilter filter(
      String key, @Nullable String option, String... values) {
    return ParameterStringFilter.builder().key(key).option(option).values(values).build();
  }

  private List<String> described(ParameterStringFilter... filters) {
    DescribeParametersResponse found =
        vault.run(DescribeParametersRequest.builder().parameterFilters(filters).build());
    return found.parameters().stream().map(ParameterMetadata::name).toList();
  }

  private GetParametersByPathResponse below(String path, boolean recursive) {
    return vault.run(
        GetParametersByPathRequest.builder()
            .path(path)
            .recursive(recursive)
            .withDecryption(true)
            .build());
  }

  @Test
  void aPathLeadsToWhatIsDirectlyBelowItOrToAll() {
    assertThat(below("/app", false).parameters())
        .extracting(Parameter::value)
        .containsExactly("newer", "value of /app/b");
    assertThat(below("/app/", true).parameters())
        .extracting(Parameter::name)
        .containsExactly("/app/a", "/app/b", "/app/sub/c");
    assertThat(below("/", false).parameters())
        .extracting(Parameter::name)
        .containsExactly("/app2", "plain");
    assertThat(vault.asked.getLast().conditions()).containsEntry("ssm:Recursive", List.of("false"));
    vault.refusal(GetParametersByPathRequest.builder().path("app").build(), "ValidationException");
  }

  @Test
  void aListGoesOnWhereItEnded() {
    var request = GetParametersByPathRequest.builder().path("/").recursive(true).maxResults(3);
    GetParametersByPathResponse first = vault.run(request.build());
    GetParametersByPathResponse second = vault.run(request.nextToken(first.nextToken()).build());
    assertThat(first.parameters()).hasSize(3);
    assertThat(second.parameters()).extracting(Parameter::name).containsExactly("/app2", "plain");
    assertThat(second.nextToken()).isNull();
    vault.refusal(request.nextToken("!").build(), "InvalidNextToken");
  }

  @Test
  void aLabelLeadsToTheVersionThatHasIt() {
    var request =
        GetParametersByPathRequest.builder()
            .path("/app")
            .parameterFilters(filter("Label", "Equals", "live"));
    GetParametersByPathResponse found = vault.run(request.build());
    assertThat(found.parameters()).extracting(Parameter::value).containsExactly("value of /app/a");
    vault.refusal(
        request.parameterFilters(filter("Name", "Equals", "x")).build(), "InvalidFilterKey");
  }

  @Test
  void parametersAreFilteredByWhatTheyAre() {
    assertThat(described(filter("Name", "BeginsWith", "/app/"), filter("Type", null, "String")))
        .containsExactly("/app/a");
    assertThat(described(filter("Name", "Contains", "lai"))).containsExactly("plain");
    assertThat(described(filter("Name", "Equals", "plain", "/app2")))
        .containsExactly("/app2", "plain");
    assertThat(described(filter("Path", "Recursive", "/app"))).hasSize(3);
    assertThat(described(filter("Path", null, "/app"))).containsExactly("/app/a", "/app/b");
    assertThat(described(filter("KeyId", null, "alias/aws/ssm"))).containsExactly("/app/b");
    assertThat(described(filter("tag:name", "BeginsWith", "pl"))).containsExactly("plain");
    assertThat(described(filter("tag:name", null))).hasSize(5);
    assertThat(described(filter("Tier", null, "Advanced"))).isEmpty();
    vault.refusal(
        DescribeParametersRequest.builder().parameterFilters(filter("Type", "No", "x")).build(),
        "InvalidFilterOption");
    vault.refusal(
        DescribeParametersRequest.builder().parameterFilters(filter("Type", null)).build(),
        "InvalidFilterValue");
    DescribeParametersResponse older =
        vault.run(
            DescribeParametersRequest.builder()
                .filters(
                    ParametersFilter.builder()
                        .key(ParametersFilterKey.NAME)
                        .values("/app/")
                        .build())
                .build());
    assertThat(older.parameters()).hasSize(3);
  }
}
