package dev.hearth.secrets.secrets.rotation;

import dev.hearth.kernel.Arn;
import java.util.Optional;

/// Runs the functions that rotate secrets. This part owns the port; the server joins it to those
/// that run functions.
public interface RotationFunctions {
  /// Whether the function exists and its policy lets Secrets Manager invoke it for this secret.
  boolean mayInvoke(String functionArn, Arn secret);

  /// Runs the function, and waits for its answer.
  ///
  /// @param event a JSON document
  /// @return what went wrong, without what the function said; nothing where all went well
  Optional<String> invoke(String functionArn, Arn secret, String event);
}
