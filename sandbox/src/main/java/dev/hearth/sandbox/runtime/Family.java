package dev.hearth.sandbox.runtime;

/// A language's runtimes; a function written for one version of a family runs on the others.
public enum Family {
  PYTHON,
  NODE,
  JAVA,
  /// WebAssembly modules, each in a JVM of Hearth's own: [dev.hearth.sandbox.wasm.worker.Worker].
  WASM,
  /// The function brings its own runtime, an executable named `bootstrap`.
  PROVIDED
}
