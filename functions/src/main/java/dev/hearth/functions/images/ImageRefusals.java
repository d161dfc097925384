package dev.hearth.functions.images;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;

/// Lambda's refusals of images, in its words where it has some.
final class ImageRefusals {
  private ImageRefusals() {}

  static ServiceException missing(String uri) {
    return Refusals.invalid(
        "Source image " + uri + " does not exist. Provide a valid source image.");
  }

  static ServiceException unsupported(String uri) {
    return Refusals.invalid(
        "The image manifest, config or layer media type for the source image "
            + uri
            + " is not supported.");
  }

  static ServiceException because(String uri, String reason) {
    return Refusals.invalid("Source image " + uri + ": " + reason + ".");
  }
}
