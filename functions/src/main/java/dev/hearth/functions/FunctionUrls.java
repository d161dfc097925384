package dev.hearth.functions;

import java.util.Optional;

/// What those who serve function URLs ask the catalogue. Every request asks anew, so that a change
/// counts from the next request on.
@FunctionalInterface
public interface FunctionUrls {
  /// The URL of this id, or nothing.
  Optional<FunctionUrl> find(String id);
}
