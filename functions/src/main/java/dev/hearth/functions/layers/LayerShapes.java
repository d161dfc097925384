package dev.hearth.functions.layers;

import dev.hearth.functions.api.Configurations;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.LayerVersionContentOutput;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;

/// Shows layer versions as Lambda does.
final class LayerShapes {
  private LayerShapes() {}

  /// All that there is to show, with a link to the archive; the other operations that answer it
  /// copy it.
  static GetLayerVersionResponse full(LayerVersion version, CodeDownload downloads, Call call) {
    var code = version.code();
    var response =
        GetLayerVersionResponse.builder()
            .layerArn(version.name().layer().arn())
            .layerVersionArn(version.name().arn())
            .version(version.name().number())
            .description(version.description())
            .licenseInfo(version.license())
            .createdDate(Configurations.time(version.created()))
            .content(
                LayerVersionContentOutput.builder()
                    .location(downloads.link(call.endpoint(), code.sha256()).toString())
                    .codeSha256(code.sha256())
                    .codeSize(code.size())
                    .build());
    if (!version.runtimes().isEmpty()) {
      response.compatibleRuntimesWithStrings(version.runtimes());
    }
    if (!version.architectures().isEmpty()) {
      response.compatibleArchitecturesWithStrings(version.architectures());
    }
    return response.build();
  }

  /// What lists show.
  static LayerVersionsListItem brief(LayerVersion version) {
    var item =
        LayerVersionsListItem.builder()
            .layerVersionArn(version.name().arn())
            .version(version.name().number())
            .description(version.description())
            .licenseInfo(version.license())
            .createdDate(Configurations.time(version.created()));
    if (!version.runtimes().isEmpty()) {
      item.compatibleRuntimesWithStrings(version.runtimes());
    }
    if (!version.architectures().isEmpty()) {
      item.compatibleArchitecturesWithStrings(version.architectures());
    }
    return item.build();
  }
}
