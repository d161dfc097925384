package dev.hearth.functions.catalogue;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.StoredFunction;
import dev.hearth.functions.store.StoredVersion.RuntimeUpdates;
import java.util.function.UnaryOperator;

/// Changes of what does not make a function run otherwise: tags and the like. They make no new
/// revision and retire nothing.
public final class Attributes {
  private final FunctionStore store;

  public Attributes(FunctionStore store) {
    this.store = store;
  }

  /// Changes what holds for all versions of a function.
  public StoredFunction update(FunctionReference function, UnaryOperator<StoredFunction> change) {
    return store.write(
        tables -> {
          var before =
              tables
                  .function(function)
                  .orElseThrow(() -> Refusals.notFound(function.functionArn()));
          var after = change.apply(before);
          tables.update(after);
          return after;
        });
  }

  /// Changes when a version's runtime is updated.
  public void updateRuntime(FunctionReference version, RuntimeUpdates updates) {
    var number = Catalogue.number(version.effectiveQualifier());
    store.write(
        tables -> {
          var found =
              number
                  .flatMap(n -> tables.version(version.unqualified(), n))
                  .orElseThrow(() -> Refusals.notFound(version.arn()));
          tables.update(found.with(updates));
          return null;
        });
  }
}
