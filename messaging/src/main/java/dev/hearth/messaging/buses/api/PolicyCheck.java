package dev.hearth.messaging.buses.api;

/// Refuses what is no policy that a resource could have.
@FunctionalInterface
public interface PolicyCheck {
  /// @throws dev.hearth.kernel.ServiceException `ValidationException`
  void check(String document);
}
