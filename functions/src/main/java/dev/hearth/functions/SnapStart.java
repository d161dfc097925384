package dev.hearth.functions;

import java.util.Optional;

/// Asks whoever runs functions to initialise published versions ahead; the server joins it to the
/// sandboxes.
public interface SnapStart {
  /// Whether functions with this runtime can be initialised once and copied here.
  ///
  /// @param runtime such as `python3.13`
  boolean supports(String runtime);

  /// Initialises a version, and waits for it; minutes, where the function takes them.
  ///
  /// @return why that failed, for the function's author to read; or nothing
  Optional<String> initialise(FunctionVersion version);

  /// Where nothing can.
  SnapStart NONE =
      new SnapStart() {
        @Override
        public boolean supports(String runtime) {
          return false;
        }

        @Override
        public Optional<String> initialise(FunctionVersion version) {
          return Optional.of("No snapshots are made here.");
        }
      };
}
