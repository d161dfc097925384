package dev.hearth.functions.layers;

import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;

/// As [GetLayerVersion], by the version's ARN.
final class GetLayerVersionByArn
    implements Operation<GetLayerVersionByArnRequest, GetLayerVersionByArnResponse> {
  private final Database database;
  private final CodeDownload downloads;

  GetLayerVersionByArn(Database database, CodeDownload downloads) {
    this.database = database;
    this.downloads = downloads;
  }

  @Override
  public Access access(GetLayerVersionByArnRequest input, Call call) {
    return Access.to(GetLayerVersion.ACTION, LayerName.Version.parse(input.arn()).arn());
  }

  @Override
  public GetLayerVersionByArnResponse run(GetLayerVersionByArnRequest input, Call call) {
    var name = LayerName.Version.parse(input.arn());
    var version =
        database.read(sql -> new LayerTables(sql).find(name)).orElseThrow(LayerRefusals::notFound);
    return Shapes.copy(
            LayerShapes.full(version, downloads, call), GetLayerVersionByArnResponse.builder())
        .build();
  }
}
