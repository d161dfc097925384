package dev.hearth.identity.principals;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.policy.PolicySet;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.GenerationCache;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds users and roles with their policies compiled. On the path of every request, so answers
/// come from memory unless something in IAM has changed.
public final class Principals {
  private static final int MOST_DOCUMENTS = 10_000;

  private record Id(AccountId account, String uniqueId) {}

  private record PolicyArn(AccountId account, String arn) {}

  private record Document(PolicyKind kind, String text) {}

  private final IamStore store;
  private final GenerationCache<Id, Principal> principals;
  private final GenerationCache<String, TrustingRole> roles;
  private final GenerationCache<PolicyArn, Policy> managed;

  // A document's meaning never changes, so this one is never out of date.
  private final LoadingCache<Document, Policy> compiled =
      Caffeine.newBuilder()
          .maximumSize(MOST_DOCUMENTS)
          .build(document -> Policy.parse(document.text(), document.kind()));

  public Principals(IamStore store) {
    this.store = store;
    this.principals = new GenerationCache<>(store, this::load);
    this.roles = new GenerationCache<>(store, this::loadRole);
    this.managed = new GenerationCache<>(store, this::loadManaged);
  }

  /// The user or role of this unique id.
  public Optional<Principal> find(AccountId account, String uniqueId) {
    return principals.get(new Id(account, uniqueId));
  }

  /// The role of this ARN; nothing where there is none, or where the text is no role's ARN.
  public Optional<TrustingRole> role(String arn) {
    return roles.get(arn);
  }

  /// Compiles what narrows a session: documents, or ARNs of managed policies. A policy that has
  /// been deleted since grants nothing.
  public List<Policy> session(AccountId account, List<String> policies) {
    var session = new ArrayList<Policy>();
    for (var policy : policies) {
      if (policy.startsWith("arn:")) {
        managed.get(new PolicyArn(account, policy)).ifPresent(session::add);
      } else {
        session.add(compile(policy, PolicyKind.IDENTITY));
      }
    }
    return session;
  }

  /// @throws dev.hearth.kernel.ServiceException `MalformedPolicyDocument`
  public Policy compile(String document, PolicyKind kind) {
    return compiled.get(new Document(kind, document));
  }

  private Optional<Principal> load(Id id) {
    return store.read(
        id.account(),
        iam ->
            iam.entities()
                .withId(id.uniqueId())
                .filter(entity -> entity.account().equals(id.account()))
                .map(
                    entity -> new Principal(entity, iam.tags().of(entity), policies(iam, entity))));
  }

  private PolicySet policies(Directory iam, Entity entity) {
    var identity = new ArrayList<Policy>();
    for (var policy : iam.identityPolicies(entity)) {
      identity.add(compile(policy.document(), PolicyKind.IDENTITY).named(policy.label()));
    }
    var boundary = entity.boundary();
    return new PolicySet(
        false,
        List.copyOf(identity),
        boundary == null ? null : compileManaged(iam, boundary).stream().toList(),
        null);
  }

  private Optional<Policy> loadManaged(PolicyArn policy) {
    return store.read(policy.account(), iam -> compileManaged(iam, policy.arn()));
  }

  private Optional<Policy> compileManaged(Directory iam, String arn) {
    return iam.managedPolicies()
        .find(arn)
        .map(policy -> iam.managedPolicies().document(policy))
        .map(document -> compile(document, PolicyKind.IDENTITY).named(arn));
  }

  private Optional<TrustingRole> loadRole(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith("role/"))
        .filter(arn -> AccountId.isValid(arn.account()))
        .flatMap(
            arn -> {
              var name = text.substring(text.lastIndexOf('/') + 1);
              return store.read(
                  new AccountId(arn.account()), iam -> iam.entities().find(EntityKind.ROLE, name));
            })
        .filter(role -> role.arn().equals(text))
        .map(
            role ->
                new TrustingRole(
                    role, compile(role.roleSettings().trustPolicy(), PolicyKind.TRUST)));
  }
}
