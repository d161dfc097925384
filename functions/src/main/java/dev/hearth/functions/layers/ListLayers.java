package dev.hearth.functions.layers;

import dev.hearth.functions.api.Marker;
import dev.hearth.functions.layers.LayerTables.Compatible;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.ListLayersRequest;
import software.amazon.awssdk.services.lambda.model.ListLayersResponse;

/// Layers by name, at most 50 at once, each with its newest version of those that are asked for.
final class ListLayers implements Operation<ListLayersRequest, ListLayersResponse> {
  private final Database database;

  ListLayers(Database database) {
    this.database = database;
  }

  @Override
  public Access access(ListLayersRequest input, Call call) {
    return Access.to("lambda:ListLayers", "*");
  }

  @Override
  public ListLayersResponse run(ListLayersRequest input, Call call) {
    var compatible =
        new Compatible(input.compatibleRuntimeAsString(), input.compatibleArchitectureAsString());
    var after = Marker.read(input.marker()).name();
    int limit = Marker.limit(input.maxItems());
    var found =
        database.read(
            sql ->
                new LayerTables(sql)
                    .newest(call.account(), call.region(), compatible, after, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListLayersResponse.builder()
        .layers(page.stream().map(ListLayers::show).toList())
        .nextMarker(found.size() > limit ? marker(page.getLast()) : null)
        .build();
  }

  private static LayersListItem show(LayerVersion newest) {
    var layer = newest.name().layer();
    return LayersListItem.builder()
        .layerName(layer.name())
        .layerArn(layer.arn())
        .latestMatchingVersion(LayerShapes.brief(newest))
        .build();
  }

  private static String marker(LayerVersion last) {
    return new Marker(last.name().layer().name(), last.name().number()).text();
  }
}
