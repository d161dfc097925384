package dev.hearth.functions.layers;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// 404 for a version that nobody else may use.
  static ServiceException noPolicy() {
    return new ServiceException(
            "ResourceNotFoundException", 404, "No policy is associated with the given resource.")
        .with("Type", "User");
  }

  /// @param asked null for any
  /// @throws ServiceException `PreconditionFailedException` for another than the policy's
  static void checkRevision(@Nullable String asked, Optional<LayerPolicies.Stored> current) {
    if (asked != null && !asked.equals(current.map(LayerPolicies.Stored::revision).orElse(null))) {
      throw new ServiceException(
              "PreconditionFailedException",
              412,
              "The Revision Id provided does not match the latest Revision Id. Call the"
                  + " GetLayerVersionPolicy API to retrieve the latest Revision Id")
          .with("Type", "User");
    }
  }
}
