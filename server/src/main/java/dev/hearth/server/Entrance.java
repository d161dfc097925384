package dev.hearth.server;

import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.gateway.FunctionUrlRoute;
import dev.hearth.gateway.UrlCallers;
import dev.hearth.identity.Identity;
import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.invocation.Invoker;
import dev.hearth.invocation.async.AsyncPart;
import dev.hearth.sandbox.Driver;
import dev.hearth.wire.Service;
import dev.hearth.wire.dispatch.Dispatcher;
import dev.hearth.wire.signature.SigV4Verifier;
import dev.hearth.wire.signature.SlowedVerifier;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What Hearth answers, and how it knows who asks.
record Entrance(
    Identity identity,
    AuditTrail trail,
    FunctionsPart functions,
    Invoker invoker,
    Driver driver,
    AsyncPart async,
    Messaging messaging,
    InstantSource clock) {
  /// From now on requests are served: those to `services`, and those to Hearth's own routes.
  void open(Gate gate, List<Service> services) {
    var account = identity.administrator().account();
    var verifier =
        new SlowedVerifier(
            new SigV4Verifier(
                identity.authentication(), clock, SigV4Verifier.DEFAULT_BUFFERED_BYTES),
            trail,
            time -> LockSupport.parkNanos(time.toNanos()));
    var signed = new SignedRoutes(verifier, identity.authorization(), trail, clock);
    var urls =
        new FunctionUrlRoute(
            functions.urls(),
            functions.functions(),
            invoker,
            new UrlCallers(verifier, identity.authorization(), clock));
    var routes =
        new HearthRoutes(signed, account, invoker, driver, new EventRoutes(async.history()), clock)
            .with(functions.downloads(), urls.route());
    routes.addAll(messaging.routes(signed, verifier));
    routes.addAll(new AuditRoutes(trail, account).with(signed));
    routes.addAll(new AccountRoutes(identity.accounts(), account).with(signed));
    routes.addAll(new AccessRoutes(identity.accessReports()).with(signed));
    gate.open(
        routes,
        new Dispatcher(
            services, verifier, identity.authorization(), trail, account, clock, RequestIds::next));
  }
}
