package dev.hearth.functions.aliases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.api.Lab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

class AliasesTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
    lab.publish("f");
    lab.updateCode("f", "version 2");
    lab.settle();
    lab.publish("f");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void anAliasIsMadeReadMovedAndDeleted() {
    var made = create("live", "1", alias -> alias.description("what users see"));
    assertThat(made.aliasArn()).isEqualTo(Lab.ARN + "f:live");
    assertThat(made.functionVersion()).isEqualTo("1");
    assertThat(made.routingConfig()).isNull();
    assertThat(get("live"))
        .extracting(
            GetAliasResponse::aliasArn, GetAliasResponse::description, GetAliasResponse::revisionId)
        .containsExactly(made.aliasArn(), "what users see", made.revisionId());

    var moved = update("live", alias -> alias.functionVersion("2"));
    assertThat(moved.functionVersion()).isEqualTo("2");
    assertThat(moved.description()).isEqualTo("what users see");
    assertThat(moved.revisionId()).isNotEqualTo(made.revisionId());

    delete("live");
    delete("live"); // once more is as good
    var gone = lab.refused(GetAliasRequest.builder().functionName("f").name("live").build());
    assertThat(gone.code()).isEqualTo("ResourceNotFoundException");
    assertThat(gone).hasMessage("Cannot find alias arn: " + Lab.ARN + "f:live");
    assertThat(lab.refused(updating("live", _ -> {}))).hasMessage(gone.getMessage());
  }

  @Test
  void anAliasOutlivesARestart() {
    create(
        "live", "1", alias -> alias.routingConfig(r -> r.additionalVersionWeights(to("2", 0.25))));
    lab.restart();
    assertThat(get("live").routingConfig().additionalVersionWeights()).isEqualTo(to("2", 0.25));
  }

  @Test
  void aNameIsTakenOnce() {
    create("live", "1", _ -> {});
    var taken = lab.refused(creating("live", "2", _ -> {}));
    assertThat(taken.code()).isEqualTo("ResourceConflictException");
    assertThat(taken).hasMessage("Alias already exists: " + Lab.ARN + "f:live");
  }

  @Test
  void anAliasLeadsToWhatIsThere() {
    assertThat(lab.refused(creating("live", "9", _ -> {})))
        .hasMessage("Function not found: " + Lab.ARN + "f:9");
    assertThat(
            lab.refused(
                CreateAliasRequest.builder()
                    .functionName("nobody")
                    .name("live")
                    .functionVersion("1")
                    .build()))
        .hasMessage("Function not found: " + Lab.ARN + "nobody");
    create("live", "$LATEST", _ -> {});
    assertThat(lab.refused(updating("live", alias -> alias.functionVersion("9"))).status())
        .isEqualTo(404);
    assertThat(get("live").functionVersion()).isEqualTo("$LATEST");
  }

  @Test
  void aShareGoesToOneOtherPublishedVersion() {
    create("live", "1", _ -> {});
    assertThat(routed("live", Map.of("2", 0.1, "3", 0.1)))
        .isEqualTo("Number of items in AdditionalVersionWeights cannot be greater than 1");
    assertThat(routed("live", to("1", 0.1)))
        .isEqualTo(
            "Invalid function version 1. Function version 1 is already included in routing"
                + " configuration.");
    assertThat(routed("live", to("9", 0.1))).isEqualTo("Function not found: " + Lab.ARN + "f:9");
    create("next", "$LATEST", _ -> {});
    assertThat(routed("next", to("1", 0.1)))
        .isEqualTo("$LATEST is not supported for an alias pointing to more than 1 version");
  }

  @Test
  void aShareStaysUntilARequestTakesItAway() {
    create(
        "live", "1", alias -> alias.routingConfig(r -> r.additionalVersionWeights(to("2", 0.5))));
    var described = update("live", alias -> alias.description("x"));
    assertThat(described.routingConfig().additionalVersionWeights()).isEqualTo(to("2", 0.5));
    assertThat(lab.refused(updating("live", alias -> alias.functionVersion("2"))))
        .hasMessageContaining("already included in routing configuration");
    var alone =
        update(
            "live",
            alias ->
                alias
                    .functionVersion("2")
                    .routingConfig(r -> r.additionalVersionWeights(Map.of())));
    assertThat(alone.routingConfig()).isNull();
  }

  @Test
  void aChangeMayAskForARevision() {
    var made = create("live", "1", _ -> {});
    var moved = update("live", alias -> alias.functionVersion("2").revisionId(made.revisionId()));
    var stale =
        lab.refused(
            updating("live", alias -> alias.functionVersion("1").revisionId(made.revisionId())));
    assertThat(stale.code()).isEqualTo("PreconditionFailedException");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(get("live").revisionId()).isEqualTo(moved.revisionId());
  }

  @Test
  void aVersionThatAnAliasLeadsToStays() {
    create(
        "live", "1", alias -> alias.routingConfig(r -> r.additionalVersionWeights(to("2", 0.5))));
    create("beta", "2", _ -> {});
    assertThat(lab.refused(deletion("1")))
        .hasMessage("Unable to delete version because the following aliases reference it: [live]");
    var refusal = lab.refused(deletion("2"));
    assertThat(refusal.code()).isEqualTo("ResourceConflictException");
    assertThat(refusal).hasMessageEndingWith("[beta, live]");
    delete("live");
    lab.run(deletion("1"), DeleteFunctionResponse.class);
  }

  @Test
  void aDeletedFunctionTakesItsAliasesAlong() {
    create("live", "1", _ -> {});
    lab.delete("f");
    lab.createActive("f");
    lab.publish("f");
    assertThat(aliases(50, null)).isEmpty();
  }

  @Test
  void aDeletedAliasTakesItsAddressAlong() {
    create("live", "1", _ -> {});
    lab.run(
        CreateFunctionUrlConfigRequest.builder()
            .functionName("f")
            .qualifier("live")
            .authType("NONE")
            .build(),
        CreateFunctionUrlConfigResponse.class);
    delete("live");
    create("live", "1", _ -> {});
    var reading = GetFunctionUrlConfigRequest.builder().functionName("f").qualifier("live").build();
    assertThat(lab.refused(reading).code()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void aliasesAreListedByNameAndByVersion() {
    create("c", "2", _ -> {});
    create("a", "1", _ -> {});
    create("b", "1", alias -> alias.routingConfig(r -> r.additionalVersionWeights(to("2", 0.5))));
    assertThat(aliases(50, null)).containsExactly("a", "b", "c");
    assertThat(aliases(1, null)).containsExactly("a", "b", "c");
    assertThat(aliases(1, "1")).containsExactly("a", "b");
    assertThat(aliases(1, "2")).containsExactly("b", "c");
    assertThat(aliases(1, "$LATEST")).isEmpty();
    assertThat(lab.refused(ListAliasesRequest.builder().functionName("nobody").build()))
        .hasMessage("Function not found: " + Lab.ARN + "nobody");
  }

  @Test
  void anAliasNamesAFunctionWhereverAVersionDoes() {
    create("live", "1", _ -> {});
    for (var name : List.of("f:live", Lab.ARN + "f:live", "123456789012:function:f:live")) {
      assertThat(lab.get(name).functionArn()).isEqualTo(Lab.ARN + "f:live");
      assertThat(lab.get(name).version()).isEqualTo("1");
    }
    var found =
        lab.run(
            GetFunctionRequest.builder().functionName("f").qualifier("live").build(),
            GetFunctionResponse.class);
    assertThat(found.configuration().functionArn()).isEqualTo(Lab.ARN + "f:live");
    assertThat(found.configuration().version()).isEqualTo("1");
  }

  @Test
  void operationsOnAliasesNeedPermissionOnTheFunction() {
    var needs = lab.access(creating("live", "1", _ -> {})).needs();
    assertThat(needs.getFirst().action()).isEqualTo("lambda:CreateAlias");
    assertThat(needs.getFirst().resource()).isEqualTo(Lab.ARN + "f");
  }

  private static Map<String, Double> to(String version, double weight) {
    return Map.of(version, weight);
  }

  private String routed(String alias, Map<String, Double> weights) {
    return lab.refused(
            updating(alias, input -> input.routingConfig(r -> r.additionalVersionWeights(weights))))
        .getMessage();
  }

  private static CreateAliasRequest creating(
      String name, String version, Consumer<CreateAliasRequest.Builder> change) {
    var input = CreateAliasRequest.builder().functionName("f").name(name).functionVersion(version);
    change.accept(input);
    return input.build();
  }

  private CreateAliasResponse create(
      String name, String version, Consumer<CreateAliasRequest.Builder> change) {
    return lab.run(creating(name, version, change), CreateAliasResponse.class);
  }

  private GetAliasResponse get(String name) {
    return lab.run(
        GetAliasRequest.builder().functionName("f").name(name).build(), GetAliasResponse.class);
  }

  private static UpdateAliasRequest updating(
      String name, Consumer<UpdateAliasRequest.Builder> change) {
    var input = UpdateAliasRequest.builder().functionName("f").name(name);
    change.accept(input);
    return input.build();
  }

  private UpdateAliasResponse update(String name, Consumer<UpdateAliasRequest.Builder> change) {
    return lab.run(updating(name, change), UpdateAliasResponse.class);
  }

  private void delete(String name) {
    lab.run(
        DeleteAliasRequest.builder().functionName("f").name(name).build(),
        DeleteAliasResponse.class);
  }

  private static DeleteFunctionRequest deletion(String version) {
    return DeleteFunctionRequest.builder().functionName("f").qualifier(version).build();
  }

  private List<String> aliases(int pageSize, @Nullable String version) {
    var all = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          lab.run(
              ListAliasesRequest.builder()
                  .functionName("f")
                  .functionVersion(version)
                  .maxItems(pageSize)
                  .marker(marker)
                  .build(),
              ListAliasesResponse.class);
      page.aliases().forEach(alias -> all.add(alias.name()));
      marker = page.nextMarker();
    } while (marker != null);
    return all;
  }
}
