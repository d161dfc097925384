package dev.hearth.functions.store;

import dev.hearth.functions.FunctionReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What holds for all versions of a function.
///
/// @param function without a qualifier
/// @param lastVersion the highest number ever published; 0 for none
/// @param reservedConcurrency null for none
/// @param recursiveLoop `Allow` or `Terminate`
public record StoredFunction(
    FunctionReference function,
    long lastVersion,
    Map<String, String> tags,
    @Nullable Integer reservedConcurrency,
    String recursiveLoop) {

  /// The same after a version was published.
  public StoredFunction published(long number) {
    return new StoredFunction(function, number, tags, reservedConcurrency, recursiveLoop);
  }

  /// The same with other tags.
  public StoredFunction tagged(Map<String, String> newTags) {
    return new StoredFunction(function, lastVersion, newTags, reservedConcurrency, recursiveLoop);
  }

  /// The same with another reservation; null for none.
  public StoredFunction reserving(@Nullable Integer concurrency) {
    return new StoredFunction(function, lastVersion, tags, concurrency, recursiveLoop);
  }

  /// The same with another answer to recursive loops.
  public StoredFunction onLoop(String answer) {
    return new StoredFunction(function, lastVersion, tags, reservedConcurrency, answer);
  }
}
