package dev.hearth.functions.layers;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;

/// Lambda's refusals of layers, in its words.
final class LayerRefusals {
  private LayerRefusals() {}

  /// 404 for a version that a request is about.
  static ServiceException notFound() {
    return new ServiceException(
            "ResourceNotFoundException", 404, "The resource you requested does not exist.")
        .with("Type", "User");
  }

  /// The number of a version, from 1.
  static long checkNumber(long number) {
    if (number < 1) {
      throw Refusals.invalid("Layer Version Cannot be less than 1.");
    }
    return number;
  }
}
