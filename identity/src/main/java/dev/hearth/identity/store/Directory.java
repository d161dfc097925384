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
    CredentialReports credentialReports,
    OidcProviders oidcProviders) {

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
        new CredentialReports(sql, account),
        new OidcProviders(sql, entities));
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

  /// What grants something to a user, group or role: its own policies, the attached, its groups'.
  public List<GrantingPolicy> identityPolicies(Entity principal) {
    var policies = new ArrayList<GrantingPolicy>();
    collect(principal, policies);
    for (var group : memberships.containers(principal, EntityKind.GROUP)) {
      collect(group, policies);
    }
    return policies;
  }

  private void collect(Entity owner, List<GrantingPolicy> policies) {
    inlinePolicies
        .of(owner)
        .forEach((name, text) -> policies.add(new GrantingPolicy(name, null, owner, text)));
    for (var policy : attachments.of(owner)) {
      policies.add(
          new GrantingPolicy(policy.name(), policy.arn(), owner, managedPolicies.document(policy)));
    }
  }
}
