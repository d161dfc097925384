package dev.hearth.invocation;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.kernel.ServiceException;

/// Looks functions up for those whose caller waits: it must be able to run now.
public final class ActiveVersion {
  private ActiveVersion() {}

  /// The version that `reference` means.
  ///
  /// @throws ServiceException `ResourceNotFoundException`; `SnapStartNotReadyException`;
  ///   `ResourceConflictException` while it is still being created, or where that failed
  public static FunctionVersion of(Functions functions, FunctionReference reference) {
    var version =
        functions.resolve(
            reference.account(), reference.region(), reference.name(), reference.qualifier());
    if (version.state().equals("Pending") && version.snapStarts()) {
      throw new ServiceException(
              "SnapStartNotReadyException",
              409,
              "Lambda is initializing your function. It will be ready to invoke once your function"
                  + " state becomes ACTIVE.")
          .with("Type", "User");
    }
    if (!version.state().equals("Active")) {
      throw new ServiceException(
              "ResourceConflictException",
              409,
              "The operation cannot be performed at this time. The function is currently in the"
                  + " following state: "
                  + version.state())
          .with("Type", "User");
    }
    return version;
  }
}
