package dev.hearth.javaruntime.crac;

/// Where resources register.
///
/// @param <R> what may
public abstract class Context<R extends Resource> implements Resource {
  Context() {}

  /// Has `resource` told of what this context is told of.
  public abstract void register(R resource);
}
