package dev.hearth.functions.api;

import dev.hearth.functions.CodeSource;
import dev.hearth.functions.Settings;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.code.CodeLease;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.images.ImageStore;
import dev.hearth.functions.store.StoredVersion.Code;
import dev.hearth.wire.Call;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionCode;

/// Stores the code that a request brings or names.
public final class CodeInput {
  private final CodeStore store;
  private final ImageStore images;
  private final CodeSource source;

  CodeInput(CodeStore store, ImageStore images, CodeSource source) {
    this.store = store;
    this.images = images;
    this.source = source;
  }

  /// A stored package or image that stays until closed, so that it is there when a function refers
  /// to it.
  ///
  /// @param image null for a package
  public record Stored(Code code, Settings.@Nullable Image image, CodeLease lease)
      implements AutoCloseable {
    @Override
    public void close() {
      lease.close();
    }
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException`
  public Stored store(Call call, FunctionCode input) {
    SettingsInput.refuse(input.sourceKMSKeyArn() != null, "SourceKMSKeyArn");
    var zip = bytes(call, input);
    if (!zip.hasRemaining()) {
      throw Refusals.invalid("Uploaded file must be a non-empty zip");
    }
    var lease = store.store(zip);
    return new Stored(new Code(lease.sha256(), zip.remaining()), null, lease);
  }

  /// As [#store(Call, FunctionCode)] for what a function is to have: a zip package, or an image
  /// where `settings` has one.
  Stored store(Call call, FunctionCode input, Settings settings) {
    var image = settings.image();
    if (image == null) {
      return store(call, input);
    }
    var uri = input.imageUri();
    if (uri == null) {
      throw Refusals.invalid(
          "Please provide ImageUri when updating a function with packageType Image.");
    }
    var taken = images.take(image.at(uri, ""), settings.architecture());
    return new Stored(
        new Code(taken.lease().sha256(), 0), image.at(uri, taken.resolvedUri()), taken.lease());
  }

  private ByteBuffer bytes(Call call, FunctionCode input) {
    if (input.imageUri() != null) {
      throw Refusals.invalid(
          "Please don't provide ImageUri when the intended function PackageType is Zip.");
    }
    boolean named = input.s3Bucket() != null || input.s3Key() != null;
    if (input.zipFile() != null) {
      if (named || input.s3ObjectVersion() != null) {
        throw Refusals.invalid(
            "Please do not provide other FunctionCode parameters when providing a ZipFile.");
      }
      var zip = input.zipFile().asByteBuffer();
      if (zip.remaining() > CodeStore.MAX_ZIPPED) {
        throw Refusals.invalid(
            "Zipped size must be smaller than " + CodeStore.MAX_ZIPPED + " bytes");
      }
      return zip;
    }
    if (!named) {
      throw Refusals.invalid("Please provide a source for function code.");
    }
    if (input.s3Bucket() == null || input.s3Key() == null) {
      throw Refusals.invalid("Please provide both S3Bucket and S3Key.");
    }
    return source.fetch(call, input.s3Bucket(), input.s3Key(), input.s3ObjectVersion());
  }
}
