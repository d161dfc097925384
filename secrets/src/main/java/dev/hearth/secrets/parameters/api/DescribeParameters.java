package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.PageToken;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;

/// An account's parameters, without their values.
final class DescribeParameters
    implements Operation<DescribeParametersRequest, DescribeParametersResponse> {
  private static final int MOST = 50;

  private final ParameterStore store;

  DescribeParameters(ParameterStore store) {
    this.store = store;
  }

  @Override
  public Access access(DescribeParametersRequest input, Call call) {
    return Access.to("ssm:DescribeParameters", "*");
  }

  @Override
  public DescribeParametersResponse run(DescribeParametersRequest input, Call call) {
    if (input.hasFilters() && input.hasParameterFilters()) {
      throw ParameterRefusals.validation(
          "You can use either Filters or ParameterFilters in a single request.");
    }
    int most = Objects.requireNonNullElse(input.maxResults(), MOST);
    var after = PageToken.read(input.nextToken(), "InvalidNextToken");
    var filter =
        ParameterFilter.described(input.parameterFilters())
            .and(ParameterFilter.older(input.filters()));
    if (Boolean.TRUE.equals(input.shared())) {
      return DescribeParametersResponse.builder().parameters(List.of()).build();
    }
    var found =
        store.read(
            table ->
                table.list(
                    call.account(), call.region(), "/", after, call.time(), filter, most + 1));
    var page = Page.of(found, most, parameter -> new ParameterName(parameter.name()).path());
    return DescribeParametersResponse.builder()
        .parameters(page.items().stream().map(ParameterShapes::metadata).toList())
        .nextToken(page.next())
        .build();
  }
}
