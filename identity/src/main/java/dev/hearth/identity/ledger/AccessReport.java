package dev.hearth.identity.ledger;

import java.util.List;
import java.util.Map;

/// What a principal did, beside what it may.
///
/// @param principal its ARN
/// @param uses what it asked for, by action and resource
/// @param policy the smallest that covers what it asked for and was allowed
/// @param generalised why the policy names another ARN than was called, by the ARN that it names
/// @param unused what its policies grant and it never asked for
/// @param missing what it asked for and no policy of its own grants now
/// @param denials what it was denied, the newest first
public record AccessReport(
    String principal,
    List<AccessUse> uses,
    List<SmallestPolicy.Statement> policy,
    Map<String, String> generalised,
    List<Unused> unused,
    List<AccessUse> missing,
    List<AccessDenial> denials) {

  /// What of a statement was never used.
  ///
  /// @param policy its name, or its ARN where it is a managed one
  /// @param statement its place in the policy, from 1
  /// @param sid empty where it has none
  /// @param whole whether nothing of the statement was used
  /// @param actions as written, those that were asked for on none of the resources
  /// @param resources as written, those on which nothing was asked for
  public record Unused(
      String policy,
      int statement,
      String sid,
      boolean whole,
      List<String> actions,
      List<String> resources) {}
}
