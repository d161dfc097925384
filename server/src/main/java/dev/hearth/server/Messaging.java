package dev.hearth.server;

import dev.hearth.functions.Functions;
import dev.hearth.identity.Identity;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.invocation.async.AsyncInvocations;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.ServiceAccess;
import dev.hearth.messaging.ServiceCalls;
import dev.hearth.messaging.buses.BusPolicies;
import dev.hearth.messaging.buses.EventBridgePart;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.targets.LocalQueues;
import dev.hearth.messaging.buses.targets.QueueSender;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.schedules.ScheduleTargets;
import dev.hearth.messaging.schedules.SchedulerPart;
import dev.hearth.store.Database;
import dev.hearth.wire.Service;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Event buses and schedules, connected with the parts below them.
final class Messaging {
  /// API destinations may be on private addresses where this is `true`.
  private static final String PRIVATE_ENDPOINTS = "hearth.privateEndpoints";

  private static final String SCHEDULER = "scheduler.amazonaws.com";

  private final Database database;
  private final QueueSender queues;
  private final InstantSource clock;
  private final BusPolicies policies;

  Messaging(Database database, Queues queues, InstantSource clock) {
    this.database = database;
    this.queues = new LocalQueues(queues);
    this.clock = clock;
    policies = new BusPolicies(new BusStore(database));
  }

  /// What the parts below do for messaging.
  ///
  /// @param folder for its own files
  /// @param services asked when one of them is called
  record Ports(
      Functions functions,
      AsyncInvocations async,
      Identity identity,
      Database logs,
      Path folder,
      URI endpoint,
      Supplier<List<Service>> services,
      Supplier<String> ids) {}

  /// The policies of all that messaging has.
  ResourcePolicies policies() {
    return policies;
  }

  EventBridgePart buses(Ports ports, SecureRandom random) {
    return new EventBridgePart(
        database,
        policies,
        ports.logs,
        new EventBridgePart.Ports(
            ports.functions,
            ports.async,
            access("events.amazonaws.com", ports),
            calls(ports),
            queues,
            Messaging::checkPolicy,
            ports.ids),
        Seal.open(ports.folder.resolve("connections.key"), random),
        Boolean.getBoolean(PRIVATE_ENDPOINTS),
        clock,
        random);
  }

  SchedulerPart schedules(Ports ports, SecureRandom random) {
    var identity = ports.identity;
    return new SchedulerPart(
        database,
        new ScheduleTargets(
            ports.functions,
            ports.async,
            queues,
            calls(ports),
            access(SCHEDULER, ports),
            ports.ids),
        role -> identity.roles().assumable(role, SCHEDULER),
        ports.ids,
        clock,
        random);
  }

  private static void checkPolicy(String document) {
    try {
      Policy.parse(document, PolicyKind.RESOURCE);
    } catch (ServiceException e) {
      throw new ServiceException("ValidationException", 400, e.getMessage());
    }
  }

  private ServiceCalls calls(Ports ports) {
    return new ServiceCalls(ports.services, ports.identity.authorization(), ports.endpoint, clock);
  }

  private ServiceAccess access(String principal, Ports ports) {
    return new ServiceAccess(
        principal,
        ports.identity.authorization(),
        ports.identity.authentication(),
        ports.identity.roleCredentials(),
        ports.endpoint,
        clock);
  }

  /// Begins what goes on by itself.
  void work(Chores chores, EventBridgePart buses, SchedulerPart schedules) {
    chores.every(Duration.ofSeconds(15), "keep the leases of schedules", schedules::extendLeases);
    schedules.start(true);
    chores.every(Duration.ofSeconds(15), "keep the leases of events on buses", buses::extendLeases);
    chores.every(Duration.ofMinutes(5), "delete old events from archives", buses::sweep);
    buses.start(true); // the data folder's lock sees to it
  }
}
