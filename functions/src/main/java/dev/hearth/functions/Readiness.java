package dev.hearth.functions;

import org.jspecify.annotations.Nullable;

/// How far the provisioning of a version is.
///
/// @param allocated sandboxes that are there or on their way
/// @param available of them, those that are initialised
/// @param failure why the last one that was tried did not come to be; null where it did
public record Readiness(int allocated, int available, @Nullable String failure) {
  /// Nothing is provisioned.
  public static final Readiness NONE = new Readiness(0, 0, null);

  /// Those who run functions and know.
  @FunctionalInterface
  public interface Source {
    /// @param version a published one
    Readiness of(FunctionVersion version);
  }
}
