package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusPolicies;
import dev.hearth.messaging.buses.ConnectionSecrets;
import dev.hearth.messaging.buses.Ingestion;
import dev.hearth.messaging.buses.ReplayRuns;
import dev.hearth.messaging.buses.RuleBook;
import dev.hearth.messaging.buses.RuleSchedules;
import dev.hearth.messaging.buses.delivery.TargetServices;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.wire.RefusedOperation;
import dev.hearth.wire.ServiceOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// All operations of EventBridge.
public final class EventBridgeOperations {
  private static final String PARTNERS =
      "Hearth has no partner event sources: there are no partners that would put events.";
  private static final String ENDPOINTS =
      "Hearth has no global endpoints: it serves all regions at one address.";

  private EventBridgeOperations() {}

  /// What the operations work on.
  ///
  /// @param insecureEndpoints whether API destinations may be without TLS
  /// @param ids UUIDs
  public record Parts(
      BusStore store,
      RuleBook rules,
      BusPolicies policies,
      RuleSchedules schedules,
      Ingestion ingestion,
      ReplayRuns replays,
      TargetServices targets,
      ConnectionSecrets secrets,
      PolicyCheck policyCheck,
      boolean insecureEndpoints,
      Supplier<String> ids) {}

  public static List<ServiceOperation<?>> of(Parts parts) {
    var context = new Context(parts.store(), parts.rules(), parts.policies(), parts.schedules());
    var archives = new Archives(context);
    var replays = new Replays(parts.store(), parts.replays());
    var connections = new Connections(parts.store(), parts.secrets(), parts.ids());
    var destinations = new ApiDestinations(parts.store(), parts.insecureEndpoints(), parts.ids());
    var all = new ArrayList<ServiceOperation<?>>();
    all.addAll(
        List.of(
            new PutEvents(parts.rules(), parts.ingestion(), parts.ids()),
            new TestEventPattern(),
            new CreateEventBus(context),
            new UpdateEventBus(context),
            new DeleteEventBus(context),
            new DescribeEventBus(context),
            new ListEventBuses(context),
            new PutPermission(context, parts.policyCheck()),
            new RemovePermission(context),
            new PutRule(context),
            new DeleteRule(context),
            new DescribeRule(context),
            new EnableRule(context),
            new DisableRule(context),
            new ListRules(context),
            new PutTargets(context, parts.targets()),
            new RemoveTargets(context),
            new ListTargetsByRule(context),
            new ListRuleNamesByTarget(context),
            new TagResource(parts.store()),
            new UntagResource(parts.store()),
            new ListTagsForResource(parts.store())));
    all.addAll(
        List.of(
            new CreateArchive(archives),
            new UpdateArchive(archives),
            new DeleteArchive(archives),
            new DescribeArchive(archives),
            new ListArchives(archives),
            new StartReplay(replays),
            new CancelReplay(replays),
            new DescribeReplay(replays),
            new ListReplays(replays),
            new CreateConnection(connections),
            new UpdateConnection(connections),
            new DeleteConnection(connections),
            new DeauthorizeConnection(connections),
            new DescribeConnection(connections),
            new ListConnections(connections),
            new CreateApiDestination(destinations),
            new UpdateApiDestination(destinations),
            new DeleteApiDestination(destinations),
            new DescribeApiDestination(destinations),
            new ListApiDestinations(destinations)));
    for (var name :
        List.of(
            "ActivateEventSource",
            "CreatePartnerEventSource",
            "DeactivateEventSource",
            "DeletePartnerEventSource",
            "DescribeEventSource",
            "DescribePartnerEventSource",
            "ListEventSources",
            "ListPartnerEventSourceAccounts",
            "ListPartnerEventSources",
            "PutPartnerEvents")) {
      all.add(new RefusedOperation(name, "OperationDisabledException", PARTNERS));
    }
    for (var name :
        List.of(
            "CreateEndpoint",
            "DeleteEndpoint",
            "DescribeEndpoint",
            "ListEndpoints",
            "UpdateEndpoint")) {
      all.add(new RefusedOperation(name, "ValidationException", ENDPOINTS));
    }
    return List.copyOf(all);
  }
}
