package dev.hearth.sandbox.runtime;

/// A language's runtimes; a function written for one version of a family runs on the others.
public enum Family {
  PYTHON,
  NODE,
  JAVA,
  /// The function brings its own runtime, an executable named `bootstrap`.
  PROVIDED
}
