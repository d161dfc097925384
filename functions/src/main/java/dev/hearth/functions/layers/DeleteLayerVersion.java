package dev.hearth.functions.layers;

import dev.hearth.functions.code.CodeStore;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionResponse;

/// Deletes a version of a layer. Functions that use it go on: its archive stays for as long as they
/// do. Deleting what is not there succeeds, as on AWS.
final class DeleteLayerVersion
    implements Operation<DeleteLayerVersionRequest, DeleteLayerVersionResponse> {
  private final Database database;
  private final CodeStore code;

  DeleteLayerVersion(Database database, CodeStore code) {
    this.database = database;
    this.code = code;
  }

  @Override
  public Access access(DeleteLayerVersionRequest input, Call call) {
    return Access.to("lambda:DeleteLayerVersion", name(input, call).arn());
  }

  @Override
  public DeleteLayerVersionResponse run(DeleteLayerVersionRequest input, Call call) {
    LayerRefusals.checkNumber(input.versionNumber());
    var name = name(input, call);
    var deleted =
        database.write(
            sql -> {
              var tables = new LayerTables(sql);
              var version = tables.find(name);
              new LayerPolicyTable(sql).delete(name);
              tables.delete(name);
              return version;
            });
    deleted.ifPresent(version -> code.collect(version.code().sha256()));
    return DeleteLayerVersionResponse.builder().build();
  }

  private static LayerName.Version name(DeleteLayerVersionRequest input, Call call) {
    return LayerName.of(call, input.layerName()).version(input.versionNumber());
  }
}
