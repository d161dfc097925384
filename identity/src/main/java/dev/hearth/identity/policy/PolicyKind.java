package dev.hearth.identity.policy;

/// What a policy is attached to, which decides what its statements must and must not say.
public enum PolicyKind {
  /// A user, group, role or session, or a managed policy: resources, no principals.
  IDENTITY("identity-based policy"),
  /// A role, saying who may assume it: principals, no resources.
  TRUST("role trust policy"),
  /// Another resource: principals.
  RESOURCE("resource-based policy");

  private final String title;

  PolicyKind(String title) {
    this.title = title;
  }

  /// What AWS calls it in messages.
  public String title() {
    return title;
  }
}
