package dev.hearth.functions.images;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where container images may come from, as the operator of this Hearth says.
///
/// @param folder OCI layouts in it and below are `oci:/absolute/path:tag`; null for none
/// @param registries hosts, with a port where they have one, such as `127.0.0.1:5000`; those on the
///   loopback interface are spoken to over HTTP, all others over HTTPS only
public record ImageSources(@Nullable Path folder, List<String> registries) {
  /// No images at all.
  public static final ImageSources NONE = new ImageSources(null, List.of());

  private static final String LAYOUT = "oci:";

  /// Keeps a copy.
  public ImageSources {
    registries = List.copyOf(registries);
  }

  /// An image's place.
  ///
  /// @param name its URI without tag and digest
  /// @param reference tag or digest; empty for the only image of a layout
  record Address(ImageSource source, String name, String reference) {}

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` for what is no
  ///   image's URI, and for what the operator has not allowed
  Address find(String uri) {
    if (folder == null && registries.isEmpty()) {
      throw ImageRefusals.because(
          uri,
          "this Hearth takes no container images; its operator allows them with --images or"
              + " --registry");
    }
    return uri.startsWith(LAYOUT) ? layout(uri) : registry(uri);
  }

  private Address layout(String uri) {
    var rest = uri.substring(LAYOUT.length());
    int at = rest.indexOf('@');
    int split = at >= 0 ? at : rest.indexOf(':', rest.lastIndexOf('/') + 1);
    var path = split < 0 ? rest : rest.substring(0, split);
    var reference = split < 0 ? "" : rest.substring(split + 1);
    if (folder == null) {
      throw ImageRefusals.because(uri, "the operator allows no OCI layouts (--images)");
    }
    try {
      // Links are followed before the comparison, so that none leads out.
      var layout = Path.of(path).toRealPath();
      if (!Path.of(path).isAbsolute() || !layout.startsWith(folder.toRealPath())) {
        throw ImageRefusals.because(uri, "OCI layouts are taken from the folder of --images only");
      }
      return new Address(new OciLayout(layout), LAYOUT + path, reference);
    } catch (IOException | IllegalArgumentException _) {
      throw ImageRefusals.missing(uri);
    }
  }

  private Address registry(String uri) {
    ImageReference image;
    try {
      image = ImageReference.parse(uri);
    } catch (InvalidImageReferenceException _) {
      throw ImageRefusals.because(uri, "it is not the name of an image");
    }
    if (!registries.contains(image.getRegistry())) {
      throw ImageRefusals.because(
          uri, "the operator does not allow the registry " + image.getRegistry() + " (--registry)");
    }
    return new Address(
        new Registry(image.getRegistry(), image.getRepository()),
        image.getRegistry() + "/" + image.getRepository(),
        image.getQualifier());
  }
}
