package dev.hearth.functions.layers;

import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionResponse;

/// Takes a permission on a version of a layer back. Functions that use it go on.
final class RemoveLayerVersionPermission
    implements Operation<
        RemoveLayerVersionPermissionRequest, RemoveLayerVersionPermissionResponse> {
  private final Database database;
  private final Revisions revisions;

  RemoveLayerVersionPermission(Database database, Revisions revisions) {
    this.database = database;
    this.revisions = revisions;
  }

  @Override
  public Access access(RemoveLayerVersionPermissionRequest input, Call call) {
    return Access.to("lambda:RemoveLayerVersionPermission", name(input, call).arn());
  }

  @Override
  public RemoveLayerVersionPermissionResponse run(
      RemoveLayerVersionPermissionRequest input, Call call) {
    LayerRefusals.checkNumber(input.versionNumber());
    var name = name(input, call);
    var revision = revisions.next();
    database.write(
        sql -> {
          var table = new LayerPolicyTable(sql);
          var current = table.find(name);
          var document =
              current.map(LayerPolicies.Stored::document).orElseThrow(LayerRefusals::noPolicy);
          LayerRefusals.checkRevision(input.revisionId(), current);
          table.put(
              name, new LayerPolicies.Stored(revision, document.without(input.statementId())));
          return revision;
        });
    return RemoveLayerVersionPermissionResponse.builder().build();
  }

  private static LayerName.Version name(RemoveLayerVersionPermissionRequest input, Call call) {
    return LayerName.of(call, input.layerName()).version(input.versionNumber());
  }
}
