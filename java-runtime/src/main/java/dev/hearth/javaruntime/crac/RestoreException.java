package dev.hearth.javaruntime.crac;

/// Resources failed after a restoration; why is suppressed in it.
public class RestoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public RestoreException() {}
}
