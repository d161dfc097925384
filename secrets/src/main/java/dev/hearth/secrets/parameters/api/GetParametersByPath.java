package dev.hearth.secrets.parameters.api;

import dev.hearth.kernel.Arn;
import dev.hearth.secrets.Page;
import dev.hearth.secrets.PageToken;
import dev.hearth.secrets.parameters.Parameter;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.secrets.parameters.ParameterTable;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.parameters.ParameterVersion;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;

/// The values of the parameters below a path.
final class GetParametersByPath
    implements Operation<GetParametersByPathRequest, GetParametersByPathResponse> {
  private static final int MOST = 10;

  private final ParameterStore store;
  private final ParameterValues values;

  GetParametersByPath(ParameterStore store, ParameterValues values) {
    this.store = store;
    this.values = values;
  }

  /// A parameter and the version of it that is wanted.
  private record Found(Parameter parameter, ParameterVersion version) {}

  @Override
  public Access access(GetParametersByPathRequest input, Call call) {
    var below = ParameterName.below(input.path());
    var path = below.substring(0, below.length() - 1);
    return Access.NONE.and(
        "ssm:GetParametersByPath",
        Arn.of("ssm", call.region(), call.account(), "parameter" + (path.isEmpty() ? "/" : path)),
        Map.of("ssm:Recursive", List.of(Boolean.toString(recursive(input)))));
  }

  private static boolean recursive(GetParametersByPathRequest input) {
    return Boolean.TRUE.equals(input.recursive());
  }

  @Override
  public GetParametersByPathResponse run(GetParametersByPathRequest input, Call call) {
    int most = Objects.requireNonNullElse(input.maxResults(), MOST);
    var prefix = ParameterName.below(input.path());
    var after = PageToken.read(input.nextToken(), "InvalidNextToken");
    var labels = ParameterFilter.labels(input.parameterFilters());
    var filter = ParameterFilter.byPath(input.parameterFilters());
    boolean decrypt = Boolean.TRUE.equals(input.withDecryption());
    var page =
        store.read(
            table -> {
              var found =
                  table.list(
                      call.account(),
                      call.region(),
                      prefix,
                      after,
                      call.time(),
                      parameter ->
                          (recursive(input) || ParameterFilter.isDirectlyBelow(parameter, prefix))
                              && filter.test(parameter)
                              && (labels == null
                                  || table.labels(parameter.id()).keySet().stream()
                                      .anyMatch(labels)),
                      most + 1);
              var part =
                  Page.of(found, most, parameter -> new ParameterName(parameter.name()).path());
              return new Page<>(
                  part.items().stream()
                      .map(
                          parameter ->
                              new Found(
                                  parameter,
                                  labels == null
                                      ? parameter.current()
                                      : labelled(table, parameter, labels)))
                      .toList(),
                  part.next());
            });
    return GetParametersByPathResponse.builder()
        .parameters(
            page.items().stream()
                .map(
                    found ->
                        ParameterShapes.value(
                            found.parameter(), found.version(), values, decrypt, call))
                .toList())
        .nextToken(page.next())
        .build();
  }

  /// The newest version that has one of the labels.
  private static ParameterVersion labelled(
      ParameterTable table, Parameter parameter, Predicate<String> labels) {
    return table.labels(parameter.id()).entrySet().stream()
        .filter(label -> labels.test(label.getKey()))
        .map(Map.Entry::getValue)
        .max(Long::compare)
        .flatMap(number -> table.version(parameter.id(), number))
        .orElse(parameter.current());
  }
}
