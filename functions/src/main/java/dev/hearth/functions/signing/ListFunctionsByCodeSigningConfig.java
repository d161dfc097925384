package dev.hearth.functions.signing;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Marker;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigResponse;

/// ARNs of the functions that have a code signing configuration, by name, at most 50 at once.
final class ListFunctionsByCodeSigningConfig
    implements Operation<
        ListFunctionsByCodeSigningConfigRequest, ListFunctionsByCodeSigningConfigResponse> {
  private final FunctionStore store;

  ListFunctionsByCodeSigningConfig(FunctionStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListFunctionsByCodeSigningConfigRequest input, Call call) {
    return Access.to("lambda:ListFunctionsByCodeSigningConfig", input.codeSigningConfigArn());
  }

  @Override
  public ListFunctionsByCodeSigningConfigResponse run(
      ListFunctionsByCodeSigningConfigRequest input, Call call) {
    var reference = ConfigReference.parse(input.codeSigningConfigArn());
    var after = Marker.read(input.marker()).name();
    int limit = Marker.limit(input.maxItems());
    var found =
        store.read(
            tables -> {
              var signing = new SigningTables(tables.sql());
              if (signing.find(reference).isEmpty()) {
                throw reference.notFound("ResourceNotFoundException");
              }
              return signing.functions(reference, after, limit + 1);
            });
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListFunctionsByCodeSigningConfigResponse.builder()
        .functionArns(
            page.stream()
                .map(
                    name ->
                        new FunctionReference(reference.account(), reference.region(), name, ""))
                .map(FunctionReference::functionArn)
                .toList())
        .nextMarker(found.size() > limit ? new Marker(page.getLast(), 0).text() : null)
        .build();
  }
}
