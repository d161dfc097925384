package dev.hearth.secrets;

import dev.hearth.identity.ResourcePolicies;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.secrets.rotation.RotationFunctions;
import dev.hearth.secrets.secrets.rotation.RotationSchedules;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// The part over a temporary database, called as the wire calls it, by an authorization that allows
/// everything and remembers what it was asked.
public final class Vault implements AutoCloseable {
  public static final AccountId ACCOUNT = new AccountId("123456789012");

  public final Database database;
  public final List<Access.Need> asked = new CopyOnWriteArrayList<>();
  public final SecretsPart part;
  public Instant now = Instant.parse("2026-03-01T12:00:00Z");
  public Region region = Region.DEFAULT;
  private final SecretsPart.Resources resources;

  public Vault(Database database, Path folder) {
    this.database = database;
    resources = SecretsPart.Resources.of(database);
    part =
        new SecretsPart(
            resources,
            MasterKey.open(folder, database, new SecureRandom()),
            (access, _) -> asked.addAll(access.needs()),
            new SecretsPart.RotationPorts(new Asked(), Vault::schedule, Runnable::run),
            new SecureRandom(),
            () -> now);
  }

  /// What rotates secrets: answers what went wrong, nothing where all went well. Null where Secrets
  /// Manager may not invoke it.
  public @Nullable Function<String, Optional<String>> function;

  private final class Asked implements RotationFunctions {
    @Override
    public boolean mayInvoke(String functionArn, Arn secret) {
      return function != null;
    }

    @Override
    public Optional<String> invoke(String functionArn, Arn secret, String event) {
      return Objects.requireNonNull(function).apply(event);
    }
  }

  /// `rate(n days)` and `rate(n hours)` alone.
  private static Optional<RotationSchedules.Schedule> schedule(String expression) {
    var words = expression.substring(5, expression.length() - 1).split(" ", 2);
    var unit = words[1].startsWith("day") ? ChronoUnit.DAYS : ChronoUnit.HOURS;
    var period = Duration.of(Long.parseLong(words[0]), unit);
    return Optional.of(
        (after, start) ->
            Optional.of(
                start.plus(
                    period.multipliedBy(Duration.between(start, after).dividedBy(period) + 1))));
  }

  /// Over SQLite.
  public static Vault sqlite(Path folder) {
    return new Vault(Databases.sqlite(folder.resolve("control.db"), SecretsPart.SCHEMA), folder);
  }

  public ResourcePolicies policies() {
    return resources;
  }

  public Call call(String operation) {
    return new Call(
        "11111111-2222-3333-4444-555555555555",
        "kms",
        operation,
        region,
        new Caller(ACCOUNT, "arn:aws:iam::123456789012:user/u", "AIDA1", "AKIA1", Map.of()),
        URI.create("http://127.0.0.1:4566"),
        "127.0.0.1",
        "test",
        now);
  }

  /// Runs the operation that takes requests of this class.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <O extends SdkPojo> O run(SdkPojo input) {
    var name = input.getClass().getSimpleName().replaceFirst("Request$", "");
    var service = input.getClass().getPackageName().split("\\.", -1)[4];
    var operation =
        (Operation<SdkPojo, ?>)
            part.services().stream()
                .filter(each -> each.name().equals(service))
                .flatMap(each -> each.operations().stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    asked.addAll(operation.access(input, call(name)).needs());
    return (O) operation.run(input, call(name));
  }

  /// Expects the operation to be refused with this code, and gives its message.
  public String refusal(SdkPojo input, String code) {
    var thrown = Assertions.catchThrowableOfType(ServiceException.class, () -> run(input));
    Assertions.assertThat(thrown).as("refusal").isNotNull();
    Assertions.assertThat(thrown.code()).isEqualTo(code);
    return thrown.getMessage();
  }

  @Override
  public void close() {
    database.close();
  }
}
