package dev.hearth.functions.layers;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.api.CodeInput;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.store.Database;
import dev.hearth.wire.ServiceOperation;
import java.time.InstantSource;
import java.util.List;

/// Lambda's operations on layers.
public final class LayerOperations {
  private LayerOperations() {}

  /// @param input stores the archives that requests bring
  public static List<ServiceOperation<?>> of(
      Database database,
      CodeStore code,
      CodeInput input,
      CodeDownload downloads,
      AccountLimits limits,
      Revisions revisions,
      InstantSource clock) {
    return List.of(
        new PublishLayerVersion(database, input, downloads, limits, clock),
        new ListLayers(database),
        new ListLayerVersions(database),
        new GetLayerVersion(database, downloads),
        new GetLayerVersionByArn(database, downloads),
        new DeleteLayerVersion(database, code),
        new AddLayerVersionPermission(database, revisions),
        new RemoveLayerVersionPermission(database, revisions),
        new GetLayerVersionPolicy(database));
  }
}
