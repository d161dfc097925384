package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.CodeSource;
import dev.hearth.functions.DestinationCheck;
import dev.hearth.functions.FunctionUrls;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.functions.code.RawZip;
import dev.hearth.functions.concurrency.ConcurrencyOperations;
import dev.hearth.functions.images.ImageSources;
import dev.hearth.functions.policies.FunctionPolicies;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;

/// The part over a database and folders of its own, with a clock and a background that move only
/// when told.
public final class Lab implements AutoCloseable {
  public static final AccountId ACCOUNT = new AccountId("123456789012");
  public static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:";
  public static final String ROLE = "arn:aws:iam::123456789012:role/worker";

  private final Path folder;
  private final @Nullable Executor executor;
  private final ConcurrentLinkedQueue<Runnable> background = new ConcurrentLinkedQueue<>();

  /// Actions that the caller lacks, of those an operation asks for by itself.
  final Set<String> forbidden = new HashSet<>();

  /// Why no version can be initialised ahead; nothing where they can.
  Optional<String> initialisationFailure = Optional.empty();

  /// Versions that were, in the state that they were seen in.
  final List<String> initialised = new ArrayList<>();

  private final class Initialisation implements SnapStart {
    @Override
    public boolean supports(String runtime) {
      return !missingRuntimes.contains(runtime);
    }

    @Override
    public Optional<String> initialise(FunctionVersion version) {
      initialised.add(version.name() + ":" + version.version() + " " + version.state());
      return initialisationFailure;
    }
  }

  /// Runtimes that this host does not have.
  public final Set<String> missingRuntimes = new HashSet<>();

  /// What accounts may have; AWS's until a test says otherwise.
  AccountLimits allowed = AccountLimits.of(1_000);

  private final class Allowed implements AccountLimits {
    @Override
    public int concurrency(AccountId account) {
      return allowed.concurrency(account);
    }

    @Override
    public long functions(AccountId account) {
      return allowed.functions(account);
    }

    @Override
    public long codeBytes(AccountId account) {
      return allowed.codeBytes(account);
    }
  }

  CodeSource source = CodeSource.NONE;

  /// Where records of events can be sent; anywhere until a test says otherwise.
  public DestinationCheck destinations = (_, _) -> {};

  private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private Database database;
  private FunctionPolicies policies;
  private FunctionsPart part;

  /// @param folder a temporary one
  public Lab(Path folder) {
    this(folder, (Executor) null);
  }

  /// One more node that uses a database.
  ///
  /// @param folder which the nodes share as well
  public Lab(Path folder, Database shared) {
    this.folder = folder;
    this.executor = null;
    database = shared;
    policies = new FunctionPolicies(database);
    part = openPart();
  }

  /// @param executor of the background; null for one that waits for [#settle]
  public Lab(Path folder, @Nullable Executor executor) {
    this.folder = folder;
    this.executor = executor;
    database = openDatabase();
    policies = new FunctionPolicies(database);
    part = openPart();
  }

  private Database openDatabase() {
    return Databases.sqlite(folder.resolve("control.db"), FunctionsPart.SCHEMA);
  }

  private FunctionsPart openPart() {
    return new FunctionsPart(
        database,
        policies,
        folder.resolve("code"),
        new FunctionsPart.Ports(
            (role, service) -> role.equals(ROLE) && service.equals("lambda.amazonaws.com"),
            this::checkRuntime,
            new Initialisation(),
            (call, bucket, key, version) -> source.fetch(call, bucket, key, version),
            new ImageSources(folder, List.of()),
            (role, destination) -> destinations.check(role, destination),
            (access, _) -> access.needs().forEach(this::authorize),
            Seal.open(folder.resolve("code").resolve("environment.key"), new SecureRandom())),
        new Allowed(),
        () -> now,
        new SecureRandom(),
        executor == null ? background::add : executor);
  }

  private @Nullable String checkRuntime(String runtime) {
    if (missingRuntimes.contains(runtime)) {
      throw new ServiceException(
          "InvalidParameterValueException", 400, "Runtime " + runtime + ": not on this host");
    }
    return runtime.equals("python3.14") ? "python3.14 runs on Python 3.13." : null;
  }

  private void authorize(Access.Need need) {
    if (forbidden.contains(need.action())) {
      throw new ServiceException("AccessDeniedException", 403, "not allowed: " + need.action());
    }
  }

  /// Stops without finishing what the background has to do, as a crash does, and starts again.
  public void restart() {
    database.close();
    background.clear();
    database = openDatabase();
    policies = new FunctionPolicies(database);
    part = openPart();
  }

  /// Runs what the background has to do.
  public void settle() {
    for (var task = background.poll(); task != null; task = background.poll()) {
      task.run();
    }
  }

  public FunctionPolicies policies() {
    return policies;
  }

  public Functions functions() {
    return part.functions();
  }

  public ConcurrencyOperations concurrency() {
    return part.concurrency();
  }

  public AsyncSettings.Source asyncSettings() {
    return part.asyncSettings();
  }

  public FunctionUrls urls() {
    return part.urls();
  }

  public CodeDownload downloads() {
    return part.downloads();
  }

  /// Where archives are kept.
  public Path code() {
    return folder.resolve("code");
  }

  public static Call call() {
    return callOf(ACCOUNT, new Region("us-east-1"));
  }

  public static Call callOf(AccountId account, Region region) {
    return new Call(
        "00000000-0000-4000-8000-000000000000",
        "lambda",
        "Test",
        region,
        new Caller(account, "arn:aws:iam::" + account + ":user/tester", "AIDA", "AKIA", Map.of()),
        URI.create("http://127.0.0.1:4566"),
        "127.0.0.1",
        "",
        Instant.EPOCH);
  }

  /// Runs the operation that takes this input and gives that output.
  public <O extends SdkPojo> O run(SdkPojo input, Class<O> output) {
    return run(input, output, call());
  }

  public <O extends SdkPojo> O run(SdkPojo input, Class<O> output, Call call) {
    return output.cast(operation(input).run(input, call));
  }

  public Access access(SdkPojo input) {
    return operation(input).access(input, call());
  }

  public ServiceException refused(SdkPojo input) {
    var refusal =
        catchThrowableOfType(ServiceException.class, () -> operation(input).run(input, call()));
    if (refusal == null) {
      throw new AssertionError("not refused: " + input);
    }
    return refusal;
  }

  @SuppressWarnings("unchecked") // an operation takes the request that bears its name
  private Operation<SdkPojo, SdkPojo> operation(SdkPojo input) {
    var name = input.getClass().getSimpleName().replaceFirst("Request$", "");
    return (Operation<SdkPojo, SdkPojo>)
        part.operations().stream()
            .filter(operation -> operation.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  public static SdkBytes zip(String content) {
    return SdkBytes.fromByteArray(new RawZip().file("app.py", content).bytes());
  }

  /// Makes a function of code of its own.
  public void create(String name, String content) {
    create(name, input -> input.code(code -> code.zipFile(zip(content))));
  }

  public static CreateFunctionRequest.Builder creation(String name) {
    return CreateFunctionRequest.builder()
        .functionName(name)
        .runtime("python3.13")
        .role(ROLE)
        .handler("app.handler")
        .code(code -> code.zipFile(zip("version 1")));
  }

  public CreateFunctionResponse create(String name) {
    return create(name, _ -> {});
  }

  public CreateFunctionResponse create(
      String name, Consumer<CreateFunctionRequest.Builder> change) {
    var creation = creation(name);
    change.accept(creation);
    return run(creation.build(), CreateFunctionResponse.class);
  }

  /// Makes a function that is ready.
  public void createActive(String name) {
    create(name);
    settle();
  }

  /// Gives a function other code, as `UpdateFunctionCode` does.
  public void updateCode(String name, String content) {
    update(name, content, _ -> {});
  }

  /// As [#updateCode(String, String)], at a revision only.
  public void updateCode(String name, String content, String revision) {
    update(name, content, input -> input.revisionId(revision));
  }

  /// Deletes a function with its versions.
  public void delete(String name) {
    run(DeleteFunctionRequest.builder().functionName(name).build(), DeleteFunctionResponse.class);
  }

  UpdateFunctionCodeResponse update(
      String name, String content, Consumer<UpdateFunctionCodeRequest.Builder> change) {
    var update = UpdateFunctionCodeRequest.builder().functionName(name).zipFile(zip(content));
    change.accept(update);
    now = now.plus(Duration.ofSeconds(1));
    return run(update.build(), UpdateFunctionCodeResponse.class);
  }

  public PublishVersionResponse publish(String name) {
    return run(
        PublishVersionRequest.builder().functionName(name).build(), PublishVersionResponse.class);
  }

  public GetFunctionConfigurationResponse get(String name) {
    return get(name, null);
  }

  public GetFunctionConfigurationResponse get(String name, @Nullable String qualifier) {
    return run(
        GetFunctionConfigurationRequest.builder().functionName(name).qualifier(qualifier).build(),
        GetFunctionConfigurationResponse.class);
  }

  @Override
  public void close() {
    database.close();
  }
}
