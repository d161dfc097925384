package dev.hearth.functions.api;

import dev.hearth.wire.RefusedOperation;
import dev.hearth.wire.ServiceOperation;
import java.util.List;
import java.util.stream.Stream;

/// Lambda's operations on capacity providers, which run functions on EC2 instances of the user's
/// own. Hearth has no EC2.
final class CapacityProviders {
  private static final String REASON =
      "Capacity providers run functions on EC2 instances, and Hearth has no EC2.";

  private CapacityProviders() {}

  static List<ServiceOperation<?>> refused() {
    return Stream.of(
            "CreateCapacityProvider",
            "GetCapacityProvider",
            "UpdateCapacityProvider",
            "DeleteCapacityProvider",
            "ListCapacityProviders",
            "ListFunctionVersionsByCapacityProvider",
            "PutFunctionScalingConfig",
            "GetFunctionScalingConfig")
        .<ServiceOperation<?>>map(
            name -> new RefusedOperation(name, "InvalidParameterValueException", REASON))
        .toList();
  }
}
