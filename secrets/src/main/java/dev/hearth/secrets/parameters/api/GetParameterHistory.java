package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.PageToken;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;

/// A parameter's versions.
final class GetParameterHistory
    implements Operation<GetParameterHistoryRequest, GetParameterHistoryResponse> {
  private static final int MOST = 50;

  private final ParameterStore store;
  private final ParameterValues values;

  GetParameterHistory(ParameterStore store, ParameterValues values) {
    this.store = store;
    this.values = values;
  }

  @Override
  public Access access(GetParameterHistoryRequest input, Call call) {
    return ParameterAccess.to(store, call, ParameterName.whole(input.name(), call));
  }

  @Override
  public GetParameterHistoryResponse run(GetParameterHistoryRequest input, Call call) {
    int most = Objects.requireNonNullElse(input.maxResults(), MOST);
    long after = after(PageToken.read(input.nextToken(), "InvalidNextToken"));
    boolean decrypt = Boolean.TRUE.equals(input.withDecryption());
    var parameter = store.parameter(ParameterName.whole(input.name(), call), call);
    var versions =
        store.read(table -> table.versions(parameter.id())).stream()
            .filter(version -> version.number() > after)
            .toList();
    var labels = store.read(table -> table.labels(parameter.id()));
    var page = Page.of(versions, most, version -> Long.toString(version.number()));
    return GetParameterHistoryResponse.builder()
        .parameters(
            page.items().stream()
                .map(
                    version ->
                        ParameterShapes.history(
                            parameter,
                            version,
                            values.text(parameter.arn(), version, decrypt, call),
                            of(labels, version.number())))
                .toList())
        .nextToken(page.next())
        .build();
  }

  private static List<String> of(Map<String, Long> labels, long number) {
    return labels.entrySet().stream()
        .filter(label -> label.getValue() == number)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static long after(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    if (!token.matches("[0-9]{1,18}")) {
      throw ParameterRefusals.of("InvalidNextToken", "The specified token is not valid.");
    }
    return Long.parseLong(token);
  }
}
