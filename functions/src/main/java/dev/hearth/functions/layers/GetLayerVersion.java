package dev.hearth.functions.layers;

import dev.hearth.functions.code.CodeDownload;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionResponse;

/// A version of a layer, with a link to its archive that lasts ten minutes.
final class GetLayerVersion implements Operation<GetLayerVersionRequest, GetLayerVersionResponse> {
  /// Also what a function's maker must be allowed for each layer of the function.
  static final String ACTION = "lambda:GetLayerVersion";

  private final Database database;
  private final CodeDownload downloads;

  GetLayerVersion(Database database, CodeDownload downloads) {
    this.database = database;
    this.downloads = downloads;
  }

  @Override
  public Access access(GetLayerVersionRequest input, Call call) {
    return Access.to(ACTION, name(input, call).arn());
  }

  @Override
  public GetLayerVersionResponse run(GetLayerVersionRequest input, Call call) {
    LayerRefusals.checkNumber(input.versionNumber());
    var version =
        database
            .read(sql -> new LayerTables(sql).find(name(input, call)))
            .orElseThrow(LayerRefusals::notFound);
    return LayerShapes.full(version, downloads, call);
  }

  private static LayerName.Version name(GetLayerVersionRequest input, Call call) {
    return LayerName.of(call, input.layerName()).version(input.versionNumber());
  }
}
