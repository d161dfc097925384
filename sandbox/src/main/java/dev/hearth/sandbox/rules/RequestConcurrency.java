package dev.hearth.sandbox.rules;

import dev.hearth.kernel.Require;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many requests one sandbox of a function takes at once. It is written into the function's tag
/// `hearth:concurrency`, 1 to 1000; its program finds it in the variable `HEARTH_CONCURRENCY`.
public final class RequestConcurrency {
  /// The tag that holds it.
  public static final String TAG = "hearth:concurrency";

  /// What tells a sandbox of it; not set where it is 1.
  public static final String VARIABLE = "HEARTH_CONCURRENCY";

  private static final int MOST = 1000;

  private RequestConcurrency() {}

  /// What a function's tags say; 1 where they say nothing.
  ///
  /// @throws IllegalArgumentException where they say no such number, in words for their owner
  public static int of(Map<String, String> tags) {
    return of(TAG, tags.get(TAG));
  }

  /// What a sandbox's variables say; 1 where they say nothing.
  ///
  /// @throws IllegalArgumentException as above
  public static int inside(Map<String, String> variables) {
    return of(VARIABLE, variables.get(VARIABLE));
  }

  private static int of(String name, @Nullable String text) {
    if (text == null) {
      return 1;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(name + ": " + text + " (expected: 1 to " + MOST + ")");
    }
    return (int) Require.between(name, Integer.parseInt(text), 1, MOST);
  }
}
