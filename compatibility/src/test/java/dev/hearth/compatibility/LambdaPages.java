package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfig;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;

/// Every list of Lambda, one item a page: each item once, in pages that hold no more.
final class LambdaPages {
  private final LambdaClient lambda;
  private final LambdaLife life;

  LambdaPages(LambdaClient lambda, LambdaLife life) {
    this.lambda = lambda;
    this.life = life;
  }

  Stream<DynamicNode> tests() {
    return Stream.of(
        dynamicTest("ListFunctions", this::functions),
        dynamicTest("ListVersionsByFunction", this::versions),
        dynamicTest("ListAliases", this::aliases),
        dynamicTest("ListLayers", this::layers),
        dynamicTest("ListLayerVersions", this::layerVersions),
        dynamicTest("ListFunctionUrlConfigs", this::urls),
        dynamicTest("ListFunctionEventInvokeConfigs", this::eventInvokeConfigs),
        dynamicTest("ListProvisionedConcurrencyConfigs", this::provisioned),
        dynamicTest("ListCodeSigningConfigs", this::codeSigningConfigs),
        dynamicTest("ListFunctionsByCodeSigningConfig", this::signedFunctions),
        dynamicTest("ListDurableExecutionsByFunction", this::executions),
        dynamicTest("GetDurableExecutionHistory", this::history),
        dynamicTest("ListEventSourceMappings", this::mappings));
  }

  private void mappings() {
    var found =
        items(
            each(
                lambda.listEventSourceMappingsPaginator(
                    r -> r.functionName(life.other).maxItems(1)),
                page -> page.eventSourceMappings()));
    assertThat(found)
        .extracting(mapping -> mapping.uuid())
        .containsExactlyInAnyOrderElementsOf(life.mappings);
  }

  /// The items of all pages.
  private static <T> List<T> items(SdkIterable<List<T>> pages) {
    var all = pages.stream().toList();
    assertThat(all).allMatch(page -> page.size() <= 1);
    var items = all.stream().flatMap(List::stream).toList();
    assertThat(items).doesNotHaveDuplicates();
    return items;
  }

  private static <P, T> SdkIterable<List<T>> each(
      SdkIterable<P> pages, Function<P, List<T>> items) {
    return () -> pages.stream().map(items).iterator();
  }

  private void functions() {
    var found =
        items(each(lambda.listFunctionsPaginator(r -> r.maxItems(1)), page -> page.functions()));
    assertThat(found)
        .extracting(FunctionConfiguration::functionName)
        .contains(life.name, life.other, life.durable);
  }

  private void versions() {
    var found =
        items(
            each(
                lambda.listVersionsByFunctionPaginator(r -> r.functionName(life.name).maxItems(1)),
                page -> page.versions()));
    assertThat(found)
        .extracting(FunctionConfiguration::version)
        .containsExactly("$LATEST", "1", "2");
  }

  private void aliases() {
    var found =
        items(
            each(
                lambda.listAliasesPaginator(r -> r.functionName(life.name).maxItems(1)),
                page -> page.aliases()));
    assertThat(found).extracting(AliasConfiguration::name).containsExactly("live", "test");
  }

  private void layers() {
    var found = items(each(lambda.listLayersPaginator(r -> r.maxItems(1)), page -> page.layers()));
    assertThat(found)
        .extracting(LayersListItem::layerName)
        .contains(life.name + "-a", life.name + "-b");
  }

  private void layerVersions() {
    var found =
        items(
            each(
                lambda.listLayerVersionsPaginator(r -> r.layerName(life.name + "-a").maxItems(1)),
                page -> page.layerVersions()));
    assertThat(found).extracting(LayerVersionsListItem::version).containsExactly(2L, 1L);
  }

  private void urls() {
    var found =
        items(
            each(
                lambda.listFunctionUrlConfigsPaginator(r -> r.functionName(life.name).maxItems(1)),
                page -> page.functionUrlConfigs()));
    assertThat(found)
        .extracting(FunctionUrlConfig::functionArn)
        .containsExactlyInAnyOrder(life.arn + ":live", life.arn + ":test");
  }

  private void eventInvokeConfigs() {
    var found =
        items(
            each(
                lambda.listFunctionEventInvokeConfigsPaginator(
                    r -> r.functionName(life.name).maxItems(1)),
                page -> page.functionEventInvokeConfigs()));
    assertThat(found)
        .extracting(FunctionEventInvokeConfig::functionArn)
        .containsExactlyInAnyOrder(life.arn + ":live", life.arn + ":test");
  }

  private void provisioned() {
    var found =
        items(
            each(
                lambda.listProvisionedConcurrencyConfigsPaginator(
                    r -> r.functionName(life.name).maxItems(1)),
                page -> page.provisionedConcurrencyConfigs()));
    assertThat(found)
        .extracting(ProvisionedConcurrencyConfigListItem::functionArn)
        .containsExactlyInAnyOrder(life.arn + ":live", life.arn + ":test");
  }

  private void codeSigningConfigs() {
    var found =
        items(
            each(
                lambda.listCodeSigningConfigsPaginator(r -> r.maxItems(1)),
                page -> page.codeSigningConfigs()));
    assertThat(found)
        .hasSizeGreaterThanOrEqualTo(2)
        .extracting(CodeSigningConfig::codeSigningConfigArn)
        .contains(life.signing);
  }

  private void signedFunctions() {
    var found =
        items(
            each(
                lambda.listFunctionsByCodeSigningConfigPaginator(
                    r -> r.codeSigningConfigArn(life.signing).maxItems(1)),
                page -> page.functionArns()));
    assertThat(found).containsExactlyInAnyOrder(life.arn, life.arn.replace(life.name, life.other));
  }

  private void executions() {
    var found =
        items(
            each(
                lambda.listDurableExecutionsByFunctionPaginator(
                    r -> r.functionName(life.durable).maxItems(1)),
                page -> page.durableExecutions()));
    assertThat(found).hasSize(3);
    var arn = found.getFirst().durableExecutionArn();
    assertThat(arn).contains(":1/durable-execution/");
  }

  private void history() {
    var execution = life.execution();
    var _ = life.callback(execution);
    lambda.stopDurableExecution(r -> r.durableExecutionArn(execution));
    var found =
        items(
            each(
                lambda.getDurableExecutionHistoryPaginator(
                    r -> r.durableExecutionArn(execution).maxItems(1)),
                page -> page.events()));
    assertThat(found).hasSizeGreaterThanOrEqualTo(3);
  }
}
