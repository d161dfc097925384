package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SessionCredentials;
import dev.hearth.sandbox.telemetry.Sockets;
import dev.hearth.sandbox.telemetry.Telemetry;
import dev.hearth.sandbox.web.WebSettings;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The platform's side of the Lambda Runtime API for one sandbox.
///
/// A driver makes one for each sandbox and calls, in this order: [#serve], [#awaitParked] where the
/// runtime waits for its code, [#specialise], [#run] as often as it likes, [#processEnded] when the
/// process is gone, [#close].
///
/// The runtime calls `GET /2018-06-01/runtime/invocation/next`, `POST …/invocation/{id}/response`,
/// `POST …/invocation/{id}/error` and `POST …/runtime/init/error`, as AWS documents them, over as
/// many connections as it likes, up to a limit. A parked one calls `GET /hearth/park` first, which
/// answers `{"environment": {…}}` once it has been given its code.
public final class RuntimeApi implements AutoCloseable {
  /// Of a sandbox with external extensions; the rest of the two seconds is theirs.
  private static final long RUNTIME_SHUTDOWN_MILLIS = 300;

  private final InstantSource clock;
  private final Lifecycle lifecycle;
  private final Copies copies = new Copies();
  private volatile @Nullable CredentialsCall credentials;
  private final Connections connections;
  private final CompletableFuture<Void> runtimeEnded = new CompletableFuture<>();
  private volatile @Nullable WebAdapter web;
  private volatile @Nullable SharedRuns shared;
  private volatile int concurrency = 1;

  /// @param clock sets the deadlines that functions see
  public RuntimeApi(InstantSource clock) {
    this(clock, Connections.DISCOURAGEMENT);
  }

  RuntimeApi(InstantSource clock, Connections.Wait discouragement) {
    this.clock = clock;
    this.lifecycle = new Lifecycle(clock);
    this.connections = new Connections(this::connection, discouragement);
  }

  private Connection connection(SocketChannel channel, Connections.Wait refused) {
    return new Connection(channel, lifecycle, copies, credentials, refused);
  }

  /// Accepts and serves on virtual threads, until [#close()].
  ///
  /// @param channel bound and in blocking mode, in whatever network namespace; closed by [#close()]
  public void serve(ServerSocketChannel channel) {
    connections.serve(channel);
  }

  /// Waits until the runtime asks for its code.
  ///
  /// @return false when `limit` passed first or the process ended
  public boolean awaitParked(Duration limit) throws InterruptedException {
    return lifecycle.awaitParked(limit);
  }

  /// Tells that the runtime waits for its code, where it has another way than to ask for it.
  public void parked() {
    lifecycle.park();
  }

  /// Gives the runtime its function; its initialisation starts now. Call it once, after the code is
  /// in place: on a parked runtime, or before the process is started, which then does not wait.
  ///
  /// @param environment all of the function's process environment, `_HANDLER` included
  /// @param functionArn of the version
  /// @param log takes what the platform has to say about the function from now on
  public void specialise(Map<String, String> environment, String functionArn, Telemetry log) {
    lifecycle.specialise(environment, FunctionFacts.of(environment, functionArn), log);
  }

  /// In place of [#specialise], for a copy of an initialised function: its restore starts now. It
  /// calls `GET /2018-06-01/runtime/restore/next`, and `POST …/restore/error` where a hook fails.
  public void restore(Map<String, String> environment, String functionArn, Telemetry log) {
    lifecycle.restore(FunctionFacts.of(environment, functionArn), log);
  }

  /// Waits until the runtime, once initialised, makes copies of itself: it calls `GET /hearth/copy`
  /// for an order and `POST /hearth/copy` with `{"process", "output", "exit"}` or `{"error"}`.
  ///
  /// @param limit of its initialisation
  /// @return how that failed, or null
  public @Nullable Run awaitTemplate(Duration limit) throws InterruptedException {
    return lifecycle.awaitTemplate(limit);
  }

  /// Where copies are ordered.
  public Copies copies() {
    return copies;
  }

  /// Answers what SDKs inside ask for at `GET /2021-04-23/credentials`.
  ///
  /// @param token what they must show
  public void serve(SessionCredentials.Source credentials, String token) {
    this.credentials = new CredentialsCall(credentials, token);
  }

  /// See [dev.hearth.sandbox.Sandbox#restoreHooksDuration()].
  public @Nullable Duration hooksDuration() {
    return lifecycle.hooksDuration();
  }

  /// Tells, after [#specialise], that the function has nothing that could be started: every run
  /// ends as [Run.NotStarted].
  ///
  /// @param reason as its caller is told
  public void cannotStart(String reason) {
    lifecycle.refuse(reason);
  }

  /// Takes the runtime's part, after [#specialise], for a program that is a web server: see
  /// [WebAdapter].
  ///
  /// @param sockets reach into the sandbox
  public void adapt(WebSettings settings, SandboxSpec spec, Sockets sockets) {
    var adapter = new WebAdapter(lifecycle, settings, spec, sockets, runtimeEnded);
    web = adapter;
    concurrency = settings.concurrency();
    shared = concurrency > 1 ? new SharedRuns(lifecycle, adapter, clock) : null;
    adapter.start();
  }

  private void closeWeb() {
    var adapter = web;
    if (adapter != null) {
      adapter.close();
    }
  }

  /// Waits until the runtime asks for its first event or has failed to: 10 s from [#specialise],
  /// and the timeout on top.
  public void awaitInitialised(Duration timeout) {
    lifecycle.awaitInitialised(timeout);
  }

  /// Hands the event over once the runtime asks for it and waits for the outcome. One at a time,
  /// but for a web server as many as it takes: where one of these times out, the others go on.
  ///
  /// Initialisation that is still going on is waited for: 10 s, and the timeout on top. On
  /// [Run.TimedOut] the driver kills the process. What the function wrote before it answered may
  /// still be in its log pipe: the driver drains it. A piece of a streamed answer goes to the
  /// stream on another thread, and none begins to after this has returned.
  ///
  /// @param timeout counted from the hand-over
  public Run run(Invocation invocation, Duration timeout) {
    var several = shared;
    return several == null ? lifecycle.run(invocation, timeout) : several.run(invocation, timeout);
  }

  /// How many events it takes at once.
  public int concurrency() {
    return concurrency;
  }

  /// Whether others may go on after a run that ended so; the sandbox is to be closed after them.
  public boolean goesOn(Run run) {
    return shared != null && run instanceof Run.TimedOut && lifecycle.initDuration() != null;
  }

  /// From [#specialise] to the runtime's first request for an event; null before.
  public @Nullable Duration initDuration() {
    return lifecycle.initDuration();
  }

  /// Whether every extension has finished with the last event.
  public boolean settled() {
    return lifecycle.settled();
  }

  /// Waits until every extension has finished with the last event, up to that one's deadline.
  ///
  /// @return how it failed, or null
  public @Nullable Run awaitSettled() {
    return lifecycle.awaitSettled();
  }

  /// Names the external extensions whose processes are about to be started; the runtime's must not
  /// be before [#extensionsRegistered()].
  public void expectExtensions(List<String> names) {
    lifecycle.extensions().expect(names);
  }

  /// Completes once every external extension is registered; cancelled when that will not be.
  public CompletableFuture<Void> extensionsRegistered() {
    return lifecycle.extensions().registered();
  }

  /// The process of an external extension has ended.
  ///
  /// @param launched false where it could not be started at all
  public void extensionEnded(String name, String exit, boolean launched) {
    lifecycle.extensions().ended(name, exit, launched);
  }

  /// Tells the extensions that the sandbox comes to its end. The runtime, which may be waiting for
  /// an event, is told by the driver's signal: a run in progress ends with its process.
  ///
  /// @return how long they may still take, until [#ended()]; zero where there are none
  public Duration shutDown(ShutdownReason reason) {
    lifecycle.extensions().telemetry().flush();
    return lifecycle.extensions().shutDown(reason);
  }

  /// Whether the runtime's process runs and no extension has failed.
  public boolean usable() {
    return !runtimeEnded.isDone() && lifecycle.usable();
  }

  /// Completes once the runtime and all external extensions have ended; a runtime that does not
  /// react is not waited for longer than Lambda does.
  public CompletableFuture<Void> ended() {
    if (!lifecycle.extensions().hasExternals()) {
      return runtimeEnded.copy();
    }
    var runtime =
        runtimeEnded.copy().completeOnTimeout(null, RUNTIME_SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
    return CompletableFuture.allOf(runtime, lifecycle.extensions().ended());
  }

  /// Tells that the runtime's process is gone; a run in progress ends as [Run.Crashed].
  ///
  /// @param exit such as `exit status 1` or `signal: killed`
  public void processEnded(String exit, boolean outOfMemory) {
    runtimeEnded.complete(null);
    copies.end();
    lifecycle.end(exit, outOfMemory);
    closeWeb();
  }

  /// Closes the channel and every connection; a run in progress ends as [Run.Crashed].
  @Override
  public void close() {
    connections.refuse();
    copies.end();
    lifecycle.end("closed", false);
    closeWeb();
    connections.close();
  }
}
