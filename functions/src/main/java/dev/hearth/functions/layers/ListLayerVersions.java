package dev.hearth.functions.layers;

import dev.hearth.functions.api.Marker;
import dev.hearth.functions.layers.LayerTables.Compatible;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsRequest;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsResponse;

/// A layer's versions, newest first, at most 50 at once; none of a layer that does not exist.
final class ListLayerVersions
    implements Operation<ListLayerVersionsRequest, ListLayerVersionsResponse> {
  private final Database database;

  ListLayerVersions(Database database) {
    this.database = database;
  }

  @Override
  public Access access(ListLayerVersionsRequest input, Call call) {
    return Access.to("lambda:ListLayerVersions", LayerName.of(call, input.layerName()).arn());
  }

  @Override
  public ListLayerVersionsResponse run(ListLayerVersionsRequest input, Call call) {
    var layer = LayerName.of(call, input.layerName());
    var compatible =
        new Compatible(input.compatibleRuntimeAsString(), input.compatibleArchitectureAsString());
    var marker = Marker.read(input.marker());
    long before = marker.number() < 0 ? Long.MAX_VALUE : marker.number();
    int limit = Marker.limit(input.maxItems());
    var found =
        database.read(sql -> new LayerTables(sql).versions(layer, compatible, before, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListLayerVersionsResponse.builder()
        .layerVersions(page.stream().map(LayerShapes::brief).toList())
        .nextMarker(
            found.size() > limit
                ? new Marker(layer.name(), page.getLast().name().number()).text()
                : null)
        .build();
  }
}
