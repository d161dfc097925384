package dev.hearth.javaruntime.crac;

/// What is told of checkpoints.
public interface Resource {
  /// A checkpoint is about to be taken.
  void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

  /// The process goes on, as a copy.
  void afterRestore(Context<? extends Resource> context) throws Exception;
}
