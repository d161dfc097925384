package dev.hearth.identity;

import java.util.Optional;

/// Finds the policy that is attached to a resource, such as a function's. Identity owns this port;
/// the parts that keep such policies implement it, and the server joins them.
///
/// It is asked on the path of every request whose action names a resource, so an implementation
/// answers from memory.
@FunctionalInterface
public interface ResourcePolicies {
  /// No resource has a policy.
  ResourcePolicies NONE = resourceArn -> Optional.empty();

  /// The policy document of this resource, or nothing where it has none or does not exist.
  ///
  /// @param resourceArn as the operation named it in its access, qualifier included
  Optional<String> find(String resourceArn);
}
