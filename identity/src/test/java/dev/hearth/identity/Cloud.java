package dev.hearth.identity;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.identity.ledger.AccessLedger;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Identity over a fresh database, with a clock that the test moves. Calls go the way that the
/// wire's go: authorised, then run.
public final class Cloud implements AutoCloseable {
  public static final String TRUSTS_LAMBDA = trusting("\"Service\":\"lambda.amazonaws.com\"");
  public static final String ALLOWS_ALL = allowing("*");

  private final Database database;
  // The SDK's classes are not always written as the operations are: OpenIdConnect, OpenIDConnect.
  private final Map<String, Operation<?, ?>> operations =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, String> resourcePolicies = new HashMap<>();
  public final AccessLedger ledger;
  public final Identity identity;
  public final Caller administrator;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  public Cloud(Path folder, boolean developer) {
    this(folder, developer, false);
  }

  /// @param privateIssuers whether identity providers may be on this machine
  public Cloud(Path folder, boolean developer, boolean privateIssuers) {
    database = Databases.sqlite(folder.resolve("control.db"), Identity.SCHEMA, AccessLedger.SCHEMA);
    ledger = new AccessLedger(database, () -> now);
    identity =
        new Identity(
            database,
            ledger,
            folder,
            () -> now,
            new SecureRandom(),
            developer,
            arn -> Optional.ofNullable(resourcePolicies.get(arn)),
            Seal.open(folder.resolve("identity").resolve("sealing.key"), new SecureRandom()),
            privateIssuers);
    for (var service : identity.services()) {
      service.operations().forEach(o -> operations.put(o.name(), (Operation<?, ?>) o));
    }
    administrator = caller(identity.administrator().accessKeyId(), null);
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public Instant now() {
    return now;
  }

  public AccountId account() {
    return administrator.account();
  }

  public Caller caller(String keyId, @Nullable String token) {
    return identity.authentication().find(keyId, token).orElseThrow().caller();
  }

  /// Runs the operation that the input is of, as the administrator.
  public <O extends SdkPojo> O run(SdkPojo input, Class<O> output) {
    return run(administrator, input, output);
  }

  @SuppressWarnings("unchecked")
  public <O extends SdkPojo> O run(Caller caller, SdkPojo input, Class<O> output) {
    var name = input.getClass().getSimpleName().replaceFirst("Request$", "");
    var operation = (Operation<SdkPojo, O>) Objects.requireNonNull(operations.get(name), name);
    var service = input.getClass().getName().contains(".sts.") ? "sts" : "iam";
    var call = call(caller, service, name);
    identity.authorization().check(operation.access(input, call), call);
    return output.cast(operation.run(input, call));
  }

  /// Runs for its effect.
  public void run(SdkPojo input) {
    run(administrator, input, SdkPojo.class);
  }

  public void run(Caller caller, SdkPojo input) {
    run(caller, input, SdkPojo.class);
  }

  /// Whether `caller` may do this; the reason where not.
  public String verdict(Caller caller, String action, String resource) {
    var service = action.substring(0, action.indexOf(':'));
    try {
      identity
          .authorization()
          .check(
              Access.to(action, resource),
              call(caller, service, action.substring(service.length() + 1)));
      return "allowed";
    } catch (ServiceException e) {
      return e.getMessage();
    }
  }

  public Call call(Caller caller, String service, String operation) {
    return new Call(
        "00000000-0000-4000-8000-000000000000",
        service,
        operation,
        Region.DEFAULT,
        caller,
        URI.create("http://127.0.0.1:4566"),
        "192.0.2.7",
        "aws-cli/2",
        now);
  }

  public Set<String> operations() {
    return operations.keySet();
  }

  /// That `work` is refused with this code, and a message that contains this text.
  public static void refused(String code, String text, Runnable work) {
    Assertions.assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            ServiceException.class, e -> Assertions.assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  /// The root of another account.
  public Caller stranger(String account) {
    return new Caller(
        new AccountId(account), "arn:aws:iam::" + account + ":root", account, null, Map.of());
  }

  public static String allowing(String action) {
    return statement("Allow", action);
  }

  public static String denying(String action) {
    return statement("Deny", action);
  }

  public static String trusting(String principal) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{%s},\
    "Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}]}\
    """
        .formatted(principal);
  }

  private static String statement(String effect, String action) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"%s","Action":"%s","Resource":"*"}]}\
    """
        .formatted(effect, action);
  }

  @Override
  public void close() {
    identity.close();
    ledger.close();
    database.close();
  }
}
