package dev.hearth.functions;

import dev.hearth.kernel.AccountId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Asks whether this Hearth can run a runtime; the server joins it to the sandbox's catalogue.
@FunctionalInterface
public interface RuntimeCheck {
  /// @param runtime such as `python3.13`
  /// @return what the user should know, such as that a nearest runtime is used instead; or null
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` when it cannot be
  ///   run, with what to do about it
  @Nullable String check(String runtime);

  /// Refuses code that `runtime` could never run, where that can be told before it does, or may not
  /// run for `account`.
  ///
  /// @param code the function's unpacked package
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException`
  default void checkCode(AccountId account, String runtime, String handler, Path code) {}
}
