package dev.hearth.javaruntime;

import java.util.Map;

/// The environment that functions read with `System.getenv`. The JDK reads it once and has no way
/// to change it; a parked process needs one, for it starts before its function is known.
///
/// The archive's manifest opens `java.lang` and `java.util` to this class, and so to the function.
final class ProcessVariables {
  private ProcessVariables() {}

  /// Replaces all of them, for child processes too.
  static void replace(Map<String, String> variables) throws ReflectiveOperationException {
    var field =
        Class.forName("java.lang.ProcessEnvironment")
            .getDeclaredField("theUnmodifiableEnvironment");
    field.setAccessible(true);
    var inner = Class.forName("java.util.Collections$UnmodifiableMap").getDeclaredField("m");
    inner.setAccessible(true);
    @SuppressWarnings("unchecked")
    var map = (Map<String, String>) inner.get(field.get(null));
    map.clear();
    map.putAll(variables);
  }
}
