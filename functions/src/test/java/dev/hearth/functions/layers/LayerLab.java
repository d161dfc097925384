package dev.hearth.functions.layers;

import dev.hearth.functions.api.Lab;
import dev.hearth.functions.code.RawZip;
import java.nio.file.Path;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;

/// What tests do with layers in a [Lab].
final class LayerLab implements AutoCloseable {
  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:layer:";

  final Lab lab;

  LayerLab(Path folder) {
    lab = new Lab(folder);
  }

  static SdkBytes zip(String file, String content) {
    return SdkBytes.fromByteArray(new RawZip().file(file, content).bytes());
  }

  PublishLayerVersionResponse publish(String name, String content) {
    return publish(name, content, _ -> {});
  }

  PublishLayerVersionResponse publish(
      String name, String content, Consumer<PublishLayerVersionRequest.Builder> change) {
    var input =
        PublishLayerVersionRequest.builder()
            .layerName(name)
            .content(source -> source.zipFile(zip("python/word.py", content)));
    change.accept(input);
    return lab.run(input.build(), PublishLayerVersionResponse.class);
  }

  void delete(String name, long number) {
    lab.run(
        DeleteLayerVersionRequest.builder().layerName(name).versionNumber(number).build(),
        DeleteLayerVersionResponse.class);
  }

  @Override
  public void close() {
    lab.close();
  }
}
