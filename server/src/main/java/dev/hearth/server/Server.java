package dev.hearth.server;

import dev.hearth.functions.CodeSource;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.functions.layers.LayerPolicies;
import dev.hearth.functions.policies.FunctionPolicies;
import dev.hearth.identity.Identity;
import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.InvocationLimits;
import dev.hearth.invocation.Invoker;
import dev.hearth.invocation.api.Invoke;
import dev.hearth.invocation.api.InvokeWithResponseStream;
import dev.hearth.invocation.async.AsyncPart;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.observability.BufferedLogs;
import dev.hearth.sandbox.runtime.Runtimes;
import dev.hearth.sandbox.wasm.Modules;
import dev.hearth.secrets.MasterKey;
import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.DataFolder;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.workflows.execution.DurableExecutions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A running Hearth: every part, built in dependency order and closed in reverse.
public final class Server implements AutoCloseable {
  private static final Duration ASYNC_DRAIN = Duration.ofSeconds(1);

  private final Closing closing = new Closing();
  private final InstantSource clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  // Asked beside the rest of the start: the JDK takes its time to say how much memory there is.
  private final CompletableFuture<InvocationLimits> limits =
      CompletableFuture.supplyAsync(() -> InvocationLimits.defaults(HostMemory.sandboxes()));
  private final ServerConfig config;
  private final Listeners listeners;
  private final URI endpoint;
  private List<Service> services = List.of();

  private Server(ServerConfig config) throws IOException {
    this.config = config;
    try {
      var folder = closing.add(DataFolder.open(config.data()));
      var gate = new Gate();
      // The port first: functions are told it.
      listeners = closing.add(Listeners.open(config, folder, gate, random, clock));
      endpoint = listeners.inside();
      open(folder, gate);
      listeners.awaitServing();
      closing.add(listeners); // once more, to be closed first: requests in flight need all the rest
      Files.writeString(folder.root().resolve("endpoint"), endpoint + "\n");
    } catch (Throwable t) {
      closing.close();
      throw t;
    }
  }

  /// Starts, and returns when requests are served.
  ///
  /// @throws dev.hearth.store.StoreException when the data folder cannot be used
  /// @throws IOException when the address cannot be listened on
  public static Server start(ServerConfig config) throws IOException {
    return new Server(config);
  }

  /// Where this Hearth serves this machine, such as `http://127.0.0.1:4566`.
  public URI endpoint() {
    return endpoint;
  }

  /// How its clients reach it: the same, or over TLS.
  public URI address() {
    return listeners.outside();
  }

  /// What is served, for the documentation.
  List<Service> services() {
    return services;
  }

  private void open(DataFolder folder, Gate gate) {
    var opening = closing.add(new OpeningStores(folder));
    var runtimes = Runtimes.find(config.functions().runtimes());
    // It sets up on threads of its own while the rest is opened.
    var modules = new Modules(folder.folder("modules"));
    var inProcess =
        new InProcessAccounts(config.functions().wasmInProcess(), new CompletableFuture<>());
    var driver =
        closing.add(
            Drivers.open(
                config.functions(), runtimes, modules, inProcess, folder, endpoint, clock));
    var stores = opening.await();
    var background = closing.add(virtualThreads("background-"));
    var policies = new FunctionPolicies(stores.control());
    var layerPolicies = new LayerPolicies(stores.control());
    var secretResources = SecretsPart.Resources.of(stores.control());
    var masterKey =
        MasterKey.open(folder.root(), stores.control(), random, config.identity().masterKey());
    var resources = MessagingResources.of(stores.messaging(), clock, RequestIds::next, random);
    var ledger = closing.add(new AccessLedger(stores.audit(), clock));
    var identity =
        closing.add(
            new Identity(
                stores.control(),
                ledger,
                folder.root(),
                clock,
                random,
                config.dev(),
                arn ->
                    policies
                        .find(arn)
                        .or(() -> layerPolicies.find(arn))
                        .or(() -> secretResources.find(arn))
                        .or(() -> resources.find(arn)),
                masterKey,
                config.identity().privateIssuers()));
    var account = identity.administrator().account();
    inProcess.administrator().complete(account);
    var trail = closing.add(new AuditTrail(stores.audit(), config.audit(), account, clock));
    var logs = closing.add(new BufferedLogs(stores.logs(), clock));
    var roleAccess = new RoleAccess(identity, endpoint, clock);
    var destinations = new Destinations(roleAccess);
    var snapStarts = new SnapStarts(driver);
    var functions =
        functions(
            folder,
            stores,
            policies,
            identity,
            masterKey,
            new RuntimeChecks(runtimes, modules, inProcess),
            snapStarts,
            destinations,
            background);
    var invoker =
        closing.add(
            new Invoker(
                functions.functions(),
                driver,
                identity.roleCredentials(),
                logs,
                endpoint,
                limits.join().with(new Quotas(identity.accounts(), limits.join())::concurrency),
                clock));
    snapStarts.connect(invoker);
    functions.concurrency().connect(invoker::plan, invoker::readiness);
    EventRunner runner = (function, event) -> run(functions.functions(), invoker, function, event);
    var durable =
        new DurableExecutions(
            stores.events(),
            functions.functions(),
            runner,
            roleAccess,
            destinations,
            RequestIds::next,
            clock,
            random);
    var async = async(stores, destinations, functions, runner, durable);
    closing.add(() -> async.close(ASYNC_DRAIN));
    closing.add(() -> durable.close(ASYNC_DRAIN));
    var messaging =
        new Messaging(
            folder,
            stores,
            resources,
            new Messaging.Below(
                functions,
                async,
                runner,
                durable,
                identity,
                roleAccess,
                masterKey,
                address(),
                this::services),
            config.messaging(),
            destinations,
            clock,
            random);
    closing.add(() -> messaging.close(ASYNC_DRAIN));
    var secrets =
        closing.add(
            new SecretsPart(
                secretResources,
                masterKey,
                identity.authorization(),
                new SecretsPart.RotationPorts(
                    new RotationByFunctions(runner, identity.authorization(), endpoint, clock),
                    RotationByFunctions::schedule,
                    background),
                random,
                clock));
    messaging.connect(secrets);

    var running =
        List.<ServiceOperation<?>>of(
            new Invoke(
                functions.functions(),
                invoker,
                async.invocations(),
                functions.asyncSettings(),
                durable),
            new InvokeWithResponseStream(
                functions.functions(), invoker, functions.asyncSettings()));
    services =
        new Services(
                identity, trail, stores.logs(), functions, running, durable, messaging, secrets)
            .all();
    new Entrance(identity, trail, functions, invoker, driver, async, messaging, clock)
        .open(gate, services);
    new Upkeep(invoker, async, durable, messaging, secrets, stores.logs(), trail, ledger, clock)
        .start(closing);
  }

  private FunctionsPart functions(
      DataFolder folder,
      Stores stores,
      FunctionPolicies policies,
      Identity identity,
      Seal masterKey,
      RuntimeCheck runtimes,
      SnapStarts snapStarts,
      Destinations destinations,
      ExecutorService background) {
    var ports =
        new FunctionsPart.Ports(
            identity.roles(),
            runtimes,
            snapStarts,
            CodeSource.NONE,
            config.functions().images(),
            destinations,
            identity.authorization(),
            Seal.open(folder.folder("code").resolve("environment.key"), random, masterKey));
    return new FunctionsPart(
        stores.control(),
        policies,
        folder.folder("code"),
        ports,
        new Quotas(identity.accounts(), limits.join()),
        clock,
        random,
        background);
  }

  private AsyncPart async(
      Stores stores,
      Destinations destinations,
      FunctionsPart functions,
      EventRunner runner,
      DurableExecutions durable) {
    return new AsyncPart(
        stores.events(),
        destinations,
        functions.asyncSettings(),
        functions.functions(),
        runner,
        durable,
        RequestIds::next,
        clock);
  }

  private static Answer run(
      Functions functions, Invoker invoker, FunctionReference function, Event event) {
    return invoker.invoke(
        () ->
            functions.resolve(
                function.account(), function.region(), function.name(), function.qualifier()),
        event);
  }

  private static ExecutorService virtualThreads(String prefix) {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(prefix, 0).factory());
  }

  /// Takes no more requests, lets those in flight end within seconds, and closes everything.
  @Override
  public void close() {
    closing.close();
  }
}
