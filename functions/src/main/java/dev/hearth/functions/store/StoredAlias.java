package dev.hearth.functions.store;

import dev.hearth.functions.FunctionReference;
import org.jspecify.annotations.Nullable;

/// A name for a version, or for two that share its invocations.
///
/// @param function without a qualifier
/// @param name never a number
/// @param number of the version; [StoredVersion#LATEST] for `$LATEST`
/// @param share what another version takes of the invocations; null for none
/// @param description may be empty
/// @param revision Lambda's `RevisionId`: changes with every change
public record StoredAlias(
    FunctionReference function,
    String name,
    long number,
    @Nullable Share share,
    String description,
    String revision) {

  /// A published version's part of an alias's invocations.
  ///
  /// @param weight 0 to 1
  public record Share(long number, double weight) {}

  /// The version that one invocation runs.
  ///
  /// @param draw by chance, from 0 to below 1
  public long number(double draw) {
    return share != null && draw < share.weight ? share.number : number;
  }

  /// The alias's own ARN.
  public String arn() {
    return function.functionArn() + ":" + name;
  }
}
