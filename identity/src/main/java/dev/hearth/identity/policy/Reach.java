package dev.hearth.identity.policy;

/// How directly a resource's policy reaches who asks, from not at all to most directly. It decides
/// which other policies still count.
///
/// Source: IAM User Guide, "Policy evaluation logic", on resource-based policies.
enum Reach {
  /// No statement names them.
  NONE,
  /// Their account is named, which leaves it to the account's own policies.
  ACCOUNT,
  /// Their role or everybody is named: boundary and session policies still limit them.
  ROLE,
  /// They themselves are: a user, a session, a service.
  DIRECT
}
