package dev.hearth.sandbox.linux;

/// What control groups limit, by the kernel's name.
public enum Controller {
  MEMORY,
  CPU,
  PIDS;

  String kernelName() {
    return switch (this) {
      case MEMORY -> "memory";
      case CPU -> "cpu";
      case PIDS -> "pids";
    };
  }
}
