package dev.hearth.functions.api;

import dev.hearth.functions.Settings.Image;
import dev.hearth.functions.catalogue.Refusals;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/// What requests say of container images, and what they must not say of a function that has one.
final class ImageInput {
  private static final String PACKAGED =
      "Please don't provide Handler or Runtime or Layer when the intended function PackageType is"
          + " Image.";

  private ImageInput() {}

  /// Refuses to make a function of an image with what zip packages have.
  static void check(CreateFunctionRequest input) {
    if (input.runtimeAsString() != null || input.handler() != null || !input.layers().isEmpty()) {
      throw Refusals.invalid(PACKAGED);
    }
    if (input.code() == null || input.code().imageUri() == null) {
      throw Refusals.invalid(
          "Please provide ImageUri when the intended function PackageType is Image.");
    }
    if (input.code().zipFile() != null || input.code().s3Bucket() != null) {
      throw Refusals.invalid(
          "Please do not provide other FunctionCode parameters when providing an ImageUri.");
    }
  }

  /// An image of which nothing but its URI is known yet.
  static Image named(String uri) {
    return new Image(uri, "", null, null, null);
  }

  /// The image with what a request changes.
  ///
  /// @param base null for a function in a zip package
  static @Nullable Image change(@Nullable Image base, UpdateFunctionConfigurationRequest input) {
    var config = input.imageConfig();
    if (base == null) {
      if (config != null) {
        throw Refusals.invalid(
            "Please don't provide ImageConfig when the intended function PackageType is Zip.");
      }
      return null;
    }
    if (input.runtimeAsString() != null || input.handler() != null || !input.layers().isEmpty()) {
      throw Refusals.invalid(PACKAGED);
    }
    return config == null ? base : with(base, config);
  }

  /// A configuration replaces the one before it as a whole.
  private static Image with(Image base, ImageConfig config) {
    return new Image(
        base.uri(),
        base.resolvedUri(),
        config.hasEntryPoint() ? config.entryPoint() : null,
        config.hasCommand() ? config.command() : null,
        config.workingDirectory());
  }
}
