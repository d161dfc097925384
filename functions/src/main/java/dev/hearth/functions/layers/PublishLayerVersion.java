package dev.hearth.functions.layers;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.api.CodeInput;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.functions.store.CodeUsage;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;

/// Makes the next version of a layer from a zip file; the same archive makes another version each
/// time.
final class PublishLayerVersion
    implements Operation<PublishLayerVersionRequest, PublishLayerVersionResponse> {
  private final Database database;
  private final CodeInput code;
  private final CodeDownload downloads;
  private final AccountLimits limits;
  private final InstantSource clock;

  PublishLayerVersion(
      Database database,
      CodeInput code,
      CodeDownload downloads,
      AccountLimits limits,
      InstantSource clock) {
    this.database = database;
    this.code = code;
    this.downloads = downloads;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Access access(PublishLayerVersionRequest input, Call call) {
    return Access.to("lambda:PublishLayerVersion", LayerName.of(call, input.layerName()).arn());
  }

  @Override
  public PublishLayerVersionResponse run(PublishLayerVersionRequest input, Call call) {
    var layer = LayerName.of(call, input.layerName());
    var source = Shapes.copy(input.content(), FunctionCode.builder()).build();
    try (var stored = code.store(call, source)) {
      var version =
          database.write(
              sql -> {
                var tables = new LayerTables(sql);
                var next =
                    new LayerVersion(
                        layer.version(tables.nextNumber(layer)),
                        input.description() == null ? "" : input.description(),
                        input.licenseInfo(),
                        List.copyOf(input.compatibleRuntimesAsStrings()),
                        List.copyOf(input.compatibleArchitecturesAsStrings()),
                        stored.code(),
                        clock.instant());
                tables.insert(next);
                Refusals.checkStorage(
                    CodeUsage.of(sql, layer.account(), layer.region()), layer.account(), limits);
                return next;
              });
      return Shapes.copy(
              LayerShapes.full(version, downloads, call), PublishLayerVersionResponse.builder())
          .build();
    }
  }
}
