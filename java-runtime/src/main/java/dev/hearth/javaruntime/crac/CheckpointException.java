package dev.hearth.javaruntime.crac;

/// Resources failed before a checkpoint; why is suppressed in it.
public class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  public CheckpointException() {}
}
