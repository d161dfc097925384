package dev.hearth.identity.iam;

import dev.hearth.identity.ledger.AccessUse;
import dev.hearth.identity.ledger.ReportJob;
import dev.hearth.identity.policy.Grants;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who a report on last accesses is about, what they are allowed, and what they asked for.
///
/// @param principals the users and roles: the one itself, a group's members, who has a policy
/// @param services the prefixes of actions that the policies allow something of
/// @param uses what the principals asked for, denied or not, of these services
record LastAccesses(List<Entity> principals, Set<String> services, List<AccessUse> uses) {

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` for a report that there is not, or
  ///   that is of something that there is no longer
  static LastAccesses of(Iam iam, ReportJob job, Call call) {
    var found =
        iam.read(
            call,
            tables -> {
              var subject = subject(tables, job.arn());
              return new LastAccesses(
                  principals(tables, subject), services(documents(tables, subject)), List.of());
            });
    var uses = new ArrayList<AccessUse>();
    for (var principal : found.principals) {
      iam.ledger().uses(call.account(), principal.arn()).stream()
          .filter(use -> found.services.contains(use.service()))
          .forEach(uses::add);
    }
    return new LastAccesses(found.principals, found.services, uses);
  }

  /// The report that a request names.
  ///
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  static ReportJob job(Iam iam, String jobId, Call call) {
    return iam.ledger()
        .job(call.account(), jobId)
        .orElseThrow(() -> IamError.noSuchEntity("The job with ID " + jobId + " cannot be found."));
  }

  /// What an ARN names.
  ///
  /// @param entity null for one of AWS's own policies
  record Subject(@Nullable Entity entity, String arn) {}

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  static Subject subject(Directory tables, String arn) {
    if (arn.contains(":policy/")) {
      tables.managedPolicies().require(arn);
      return new Subject(null, arn);
    }
    var name = arn.substring(arn.lastIndexOf('/') + 1);
    return Stream.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE)
        .flatMap(kind -> tables.entities().find(kind, name).stream())
        .filter(entity -> entity.arn().equals(arn))
        .findFirst()
        .map(entity -> new Subject(entity, arn))
        .orElseThrow(() -> IamError.noSuchEntity("ARN " + arn + " was not found."));
  }

  private static List<Entity> principals(Directory tables, Subject subject) {
    var owners =
        subject.entity() == null
            ? tables.attachments().owners(subject.arn())
            : List.of(subject.entity());
    var principals = new LinkedHashSet<Entity>();
    for (var owner : owners) {
      if (owner.kind() == EntityKind.GROUP) {
        principals.addAll(tables.memberships().members(owner));
      } else {
        principals.add(owner);
      }
    }
    return List.copyOf(principals);
  }

  private static List<String> documents(Directory tables, Subject subject) {
    var entity = subject.entity();
    if (entity == null) {
      var policies = tables.managedPolicies();
      return List.of(policies.document(policies.require(subject.arn())));
    }
    return tables.identityPolicies(entity).stream().map(policy -> policy.document()).toList();
  }

  private static Set<String> services(List<String> documents) {
    var known = ServiceNames.namespaces();
    var services = new TreeSet<String>();
    documents.forEach(document -> services.addAll(Grants.services(document, known)));
    return services;
  }

  /// The last use of a service.
  Optional<AccessUse> last(String service) {
    return uses.stream()
        .filter(use -> use.service().equals(service))
        .max(Comparator.comparing(AccessUse::last));
  }

  /// When a principal asked for something of a service last; null for never.
  @Nullable Instant last(Entity principal, String service) {
    return uses.stream()
        .filter(use -> use.service().equals(service) && use.principal().equals(principal.arn()))
        .map(AccessUse::last)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /// How many principals asked for something of a service.
  int askers(String service) {
    return (int)
        uses.stream()
            .filter(use -> use.service().equals(service))
            .map(AccessUse::principal)
            .distinct()
            .count();
  }

  /// The last use of each action of a service, by action.
  List<AccessUse> actions(String service) {
    return uses.stream()
        .filter(use -> use.service().equals(service))
        .sorted(Comparator.comparing(AccessUse::action).thenComparing(AccessUse::last))
        .collect(
            ArrayList::new,
            (all, use) -> {
              if (!all.isEmpty() && all.getLast().action().equals(use.action())) {
                all.removeLast();
              }
              all.add(use);
            },
            ArrayList::addAll);
  }
}
