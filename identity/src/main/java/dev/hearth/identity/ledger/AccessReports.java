package dev.hearth.identity.ledger;

import dev.hearth.identity.ledger.AccessReport.Unused;
import dev.hearth.identity.policy.Explanation;
import dev.hearth.identity.policy.Grants;
import dev.hearth.identity.policy.Grants.Grant;
import dev.hearth.identity.policy.Requester;
import dev.hearth.identity.policy.Requester.Kind;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.GrantingPolicy;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.AccountId;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares what roles and users asked for with what their policies grant.
public final class AccessReports {
  private static final int MOST_DENIALS = 100;

  private final IamStore store;
  private final AccessLedger ledger;
  private final BiFunction<Access.Need, Call, Explanation> explain;

  /// @param explain decides by the policies as they are now
  public AccessReports(
      IamStore store, AccessLedger ledger, BiFunction<Access.Need, Call, Explanation> explain) {
    this.store = store;
    this.ledger = ledger;
    this.explain = explain;
  }

  /// Which statement decided about one need of a request.
  ///
  /// @param caller the ARN of who called
  /// @param reason the end of a sentence: `denied by statement 1 of …`
  /// @param now whether the policies as they are now were asked, and not those of then
  public record Explained(
      String caller, String action, String resource, boolean allowed, String reason, boolean now) {}

  /// Everything about one role or user.
  ///
  /// @param withDenied whether the smallest policy covers what was denied as well
  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity` where there is none of this ARN
  public AccessReport of(AccountId account, String principalArn, boolean withDenied) {
    var policies =
        store.read(account, tables -> tables.identityPolicies(principal(tables, principalArn)));
    var uses = ledger.uses(account, principalArn);
    var requester = new Requester(Kind.USER, principalArn, principalArn, account.digits());
    var covered = uses.stream().filter(use -> withDenied || use.allowed() > 0).toList();
    var generalised = new TreeMap<String, String>();
    for (var use : covered) {
      SmallestPolicy.reason(use.resource())
          .ifPresent(reason -> generalised.put(SmallestPolicy.general(use.resource()), reason));
    }
    var unused = new ArrayList<Unused>();
    var grants = new ArrayList<Grant>();
    for (var policy : policies) {
      var parts = Grants.of(policy.document());
      grants.addAll(parts);
      unused.addAll(unused(policy, parts, uses, requester));
    }
    return new AccessReport(
        principalArn,
        uses,
        SmallestPolicy.of(covered),
        generalised,
        unused,
        uses.stream().filter(use -> !isCovered(use, grants, requester)).toList(),
        ledger.denials(account, principalArn, MOST_DENIALS));
  }

  /// @throws dev.hearth.kernel.ServiceException `NoSuchEntity`
  private static Entity principal(Directory tables, String arn) {
    var name = arn.substring(arn.lastIndexOf('/') + 1);
    return Stream.of(EntityKind.ROLE, EntityKind.USER)
        .flatMap(kind -> tables.entities().find(kind, name).stream())
        .filter(entity -> entity.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> IamError.noSuchEntity("Entity " + arn + " cannot be found."));
  }

  private static boolean isCovered(AccessUse use, List<Grant> grants, Requester requester) {
    return grants.stream().anyMatch(grant -> grant.covers(use.action(), use.resource(), requester));
  }

  /// What of each statement no use has needed.
  private static List<Unused> unused(
      GrantingPolicy policy, List<Grant> grants, List<AccessUse> uses, Requester requester) {
    var unused = new ArrayList<Unused>();
    var statements =
        grants.stream()
            .collect(Collectors.groupingBy(Grant::statement, TreeMap::new, Collectors.toList()));
    statements.forEach(
        (number, parts) -> {
          var used =
              parts.stream()
                  .filter(
                      part ->
                          uses.stream().anyMatch(use -> isCovered(use, List.of(part), requester)))
                  .toList();
          var actions = lacking(parts, used, Grant::action);
          var resources = lacking(parts, used, Grant::resource);
          if (!actions.isEmpty() || !resources.isEmpty()) {
            unused.add(
                new Unused(
                    policy.label(),
                    number,
                    parts.getFirst().sid(),
                    used.isEmpty(),
                    actions,
                    resources));
          }
        });
    return unused;
  }

  private static List<String> lacking(
      List<Grant> all, List<Grant> used, Function<Grant, String> part) {
    var lacking = new LinkedHashSet<>(all.stream().map(part).toList());
    used.forEach(grant -> lacking.remove(part.apply(grant)));
    return List.copyOf(lacking);
  }

  /// Which statements decided about a request: of one that was denied, as it was decided then; of
  /// one of the last thousands that were allowed, as it would be now. Empty for any other.
  public List<Explained> explain(AccountId account, String requestId) {
    var explained = new ArrayList<Explained>();
    ledger
        .allowed(account, requestId)
        .ifPresent(
            allowed -> {
              for (var need : allowed.needs()) {
                var explanation = explain.apply(need, allowed.call());
                explained.add(explained(allowed.call(), need, explanation));
              }
            });
    for (var denial : ledger.denials(account, requestId)) {
      explained.add(
          new Explained(
              denial.caller(),
              denial.action(),
              denial.resource(),
              false,
              "denied "
                  + (denial.decidedBy().isEmpty() ? denial.said() : "by " + denial.decidedBy()),
              false));
    }
    return explained;
  }

  private static Explained explained(Call call, Access.Need need, Explanation explanation) {
    return new Explained(
        call.caller().arn(), need.action(), need.resource(), true, explanation.reason(), true);
  }
}
