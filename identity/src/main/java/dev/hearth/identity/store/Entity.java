package dev.hearth.identity.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user, group, role, customer managed policy, instance profile or OpenID Connect provider.
///
/// @param id unique for all time, as `AROA…`
/// @param path `/` or `/a/b/`
/// @param description of roles and policies
/// @param boundary of users and roles: the ARN of the managed policy that bounds them
/// @param role of roles only
public record Entity(
    String id,
    AccountId account,
    EntityKind kind,
    String name,
    String path,
    @Nullable String description,
    @Nullable String boundary,
    @Nullable RoleSettings role,
    Instant createdAt) {

  /// What only a role has.
  ///
  /// @param trustPolicy who may assume it, a policy document
  /// @param maxSessionSeconds 3 600 to 43 200
  public record RoleSettings(String trustPolicy, int maxSessionSeconds) {
    /// How long sessions of a role may be where it does not say.
    public static final int DEFAULT_SESSION_SECONDS = 3_600;
  }

  public String arn() {
    return arn(account, kind, path, name);
  }

  /// The ARN of what has, or would have, this path and name.
  public static String arn(AccountId account, EntityKind kind, String path, String name) {
    return Arn.global("iam", account, kind.arnPrefix() + path + name).toString();
  }

  /// The ARN of a role's session; it does not have the role's path.
  public String sessionArn(String sessionName) {
    return Arn.global("sts", account, "assumed-role/" + name + "/" + sessionName).toString();
  }

  /// The settings of a role.
  ///
  /// @throws IllegalStateException where this is none
  public RoleSettings roleSettings() {
    if (role == null) {
      throw new IllegalStateException(kind + " " + id + " is no role");
    }
    return role;
  }

  public Entity named(String newPath, String newName) {
    return new Entity(id, account, kind, newName, newPath, description, boundary, role, createdAt);
  }

  public Entity described(@Nullable String newDescription) {
    return new Entity(id, account, kind, name, path, newDescription, boundary, role, createdAt);
  }

  public Entity bounded(@Nullable String newBoundary) {
    return new Entity(id, account, kind, name, path, description, newBoundary, role, createdAt);
  }

  public Entity with(RoleSettings newRole) {
    return new Entity(id, account, kind, name, path, description, boundary, newRole, createdAt);
  }
}
