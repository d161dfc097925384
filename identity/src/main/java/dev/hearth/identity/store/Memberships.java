package dev.hearth.identity.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Which users are in which groups, and which roles in which instance profiles.
public final class Memberships {
  private static final int GROUPS_PER_USER = 10;

  private final Handle sql;

  Memberships(Handle sql) {
    this.sql = sql;
  }

  /// Adds a member; it may be one already.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` beyond ten groups of a user, or one
  ///   role of an instance profile
  public void add(Entity container, Entity member) {
    if (members(container).contains(member)) {
      return;
    }
    if (container.kind() == EntityKind.INSTANCE_PROFILE && !members(container).isEmpty()) {
      throw IamError.quota("InstanceSessionsPerInstanceProfile", 1);
    }
    if (container.kind() == EntityKind.GROUP
        && containers(member, EntityKind.GROUP).size() >= GROUPS_PER_USER) {
      throw IamError.quota("GroupsPerUser", GROUPS_PER_USER);
    }
    sql.execute(
        "INSERT INTO iam_membership (container, member) VALUES (?, ?)",
        container.id(),
        member.id());
  }

  /// Removes a member.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` where it is none
  public void remove(Entity container, Entity member) {
    int removed =
        sql.execute(
            "DELETE FROM iam_membership WHERE container = ? AND member = ?",
            container.id(),
            member.id());
    if (removed == 0) {
      throw IamError.noSuch(member.kind(), member.name());
    }
  }

  /// The users of a group, or the roles of an instance profile, by name.
  public List<Entity> members(Entity container) {
    return sql.select(
            "SELECT "
                + Entities.columns()
                + " FROM iam_entity e"
                + " JOIN iam_membership m ON m.member = e.id WHERE m.container = ?"
                + " ORDER BY e.name_key",
            container.id())
        .map((row, _) -> Entities.read(row))
        .list();
  }

  /// The groups of a user, or the instance profiles of a role, by name.
  public List<Entity> containers(Entity member, EntityKind kind) {
    return sql.select(
            "SELECT "
                + Entities.columns()
                + " FROM iam_entity e"
                + " JOIN iam_membership m ON m.container = e.id WHERE m.member = ? AND e.kind = ?"
                + " ORDER BY e.name_key",
            member.id(),
            kind.name())
        .map((row, _) -> Entities.read(row))
        .list();
  }
}
