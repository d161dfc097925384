package dev.hearth.server;

import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.identity.Identity;
import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.identity.audit.api.CloudTrailService;
import dev.hearth.observability.api.LogsService;
import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.Database;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.workflows.api.DurableExecutionOperations;
import dev.hearth.workflows.execution.DurableExecutions;
import java.util.ArrayList;
import java.util.List;

/// What Hearth serves on AWS's protocols, from the parts that do it.
///
/// @param running Lambda's operations that run functions
record Services(
    Identity identity,
    AuditTrail trail,
    Database logs,
    FunctionsPart functions,
    List<ServiceOperation<?>> running,
    DurableExecutions durable,
    Messaging messaging,
    SecretsPart secrets) {
  List<Service> all() {
    var lambda = new ArrayList<ServiceOperation<?>>(functions.operations());
    lambda.addAll(running);
    lambda.addAll(DurableExecutionOperations.of(durable, functions.functions()));
    lambda.addAll(messaging.mappings());
    var services = new ArrayList<>(identity.services());
    services.add(CloudTrailService.of(trail));
    services.add(LogsService.over(logs));
    services.add(new Service("lambda", lambda));
    services.addAll(messaging.services());
    services.addAll(secrets.services());
    return services;
  }
}
