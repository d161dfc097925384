package dev.hearth.identity.store;

import dev.hearth.kernel.AccountId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// All that IAM keeps of one account, within one transaction.
///
/// @param account whose it is
public record Directory(
    AccountId account,
    Accounts accounts,
    Entities entities,
    Memberships memberships,
    InlinePolicies inlinePolicies,
    ManagedPolicies managedPolicies,
    Attachments attachments,
    Tags tags,
    AccessKeys accessKeys,
    CredentialReports credentialReports) {

  static Directory of(Handle sql, AccountId account) {
    var entities = new Entities(sql, account);
    var managed = new ManagedPolicies(sql, account, entities);
    return new Directory(
        account,
        new Accounts(sql),
        entities,
        new Memberships(sql),
        new InlinePolicies(sql),
        managed,
        new Attachments(sql, account, managed),
        new Tags(sql),
        new AccessKeys(sql),
        new CredentialReports(sql, account));
  }

  public Entity user(String name) {
    return entities.require(EntityKind.USER, name);
  }

  public Entity group(String name) {
    return entities.require(EntityKind.GROUP, name);
  }

  public Entity role(String name) {
    return entities.require(EntityKind.ROLE, name);
  }

  /// Takes the permissions boundary of a user or a role away.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` where it has none
  public void unbind(Entity entity) {
    if (entity.boundary() == null) {
      var kind = entity.kind() == EntityKind.ROLE ? "Role " : "User ";
      throw IamError.noSuchEntity(kind + entity.name() + " has no permissions boundary.");
    }
    entities.change(entity.bounded(null));
  }

  public Entity instanceProfile(String name) {
    return entities.require(EntityKind.INSTANCE_PROFILE, name);
  }

  /// The documents that grant something to a user or role: its own, the attached, its groups'.
  public List<String> identityPolicies(Entity principal) {
    var documents = new ArrayList<String>();
    collect(principal, documents);
    for (var group : memberships.containers(principal, EntityKind.GROUP)) {
      collect(group, documents);
    }
    return documents;
  }

  private void collect(Entity owner, List<String> documents) {
    documents.addAll(inlinePolicies.of(owner).values());
    for (var policy : attachments.of(owner)) {
      documents.add(managedPolicies.document(policy));
    }
  }
}
