package dev.hearth.secrets.secrets.rotation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.secrets.secrets.Secret;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretTable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Rotates secrets: begins what is due and tries again what failed, whole and from its first step.
///
/// The function is asked four times with the same version: to make a value, to set it where it is
/// used, to test it there, and to make it the current one. What is under way is in the database
/// before the function is asked, so it goes on after a restart; functions see to it that a step
/// does no harm when it comes again, as AWS has them.
///
/// Source: Secrets Manager User Guide, "Lambda rotation functions".
public final class Rotations implements AutoCloseable {
  /// The label of a value that is not the current one yet.
  public static final String PENDING = "AWSPENDING";

  private static final System.Logger LOG = System.getLogger(Rotations.class.getName());
  private static final List<String> STEPS =
      List.of("createSecret", "setSecret", "testSecret", "finishSecret");
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6; // about an hour

  private final SecretStore store;
  private final RotationFunctions functions;
  private final RotationSchedules schedules;
  private final Executor executor;
  private final InstantSource clock;
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// @param executor runs one rotation on each of its threads
  public Rotations(
      SecretStore store,
      RotationFunctions functions,
      RotationSchedules schedules,
      Executor executor,
      InstantSource clock) {
    this.store = store;
    this.functions = functions;
    this.schedules = schedules;
    this.executor = executor;
    this.clock = clock;
  }

  public RotationFunctions functions() {
    return functions;
  }

  public RotationSchedules schedules() {
    return schedules;
  }

  /// Begins and tries what is due; to be called every minute or so.
  public void sweep() {
    var now = clock.instant();
    for (var id : store.read(table -> table.rotations().toBegin(now))) {
      store.write(
          table -> {
            begin(table, id, now);
            return id;
          });
    }
    store.read(table -> table.rotations().toTry(now)).forEach(this::start);
  }

  /// A version without a value gets the label; the function gives it one.
  private void begin(SecretTable table, long id, Instant now) {
    var rotation = table.rotations().find(id).filter(each -> each.token() == null);
    if (rotation.isEmpty()) {
      return; // cancelled, or begun by a request meanwhile
    }
    var token = unfinished(table, id).orElseGet(() -> UUID.randomUUID().toString());
    table.move(id, PENDING, token);
    table.rotations().put(rotation.get().begun(token, now));
  }

  /// Tries what is under way at once, though its time has not come.
  public void hurry(long secretId) {
    var now = clock.instant();
    store.write(
        table -> {
          table
              .rotations()
              .find(secretId)
              .filter(rotation -> rotation.token() != null)
              .ifPresent(rotation -> table.rotations().put(rotation.due(now)));
          return now;
        });
    start(secretId);
  }

  /// The version of a rotation that did not come to its end.
  public static Optional<String> unfinished(SecretTable table, long id) {
    var stages = table.stages(id);
    var pending = stages.get(PENDING);
    return Optional.ofNullable(pending)
        .filter(version -> !version.equals(stages.get(SecretTable.CURRENT)));
  }

  /// Tries the rotation that is under way, on a thread of its own; at most once at a time.
  public void start(long secretId) {
    if (!closed && running.add(secretId)) {
      try {
        executor.execute(() -> attempt(secretId));
      } catch (RejectedExecutionException _) {
        running.remove(secretId); // all ends; it goes on after the next start
      }
    }
  }

  private void attempt(long secretId) {
    try {
      var secret = store.read(table -> table.find(secretId));
      var rotation = store.read(table -> table.rotations().find(secretId));
      if (secret.isPresent() && rotation.isPresent() && rotation.get().token() != null) {
        attempt(secret.get(), rotation.get());
      }
    } catch (RuntimeException e) {
      if (!closed) { // else it is tried after the next start
        LOG.log(Level.ERROR, "A rotation was not tried, and will be", e);
      }
    } finally {
      running.remove(secretId);
    }
  }

  private void attempt(Secret secret, Rotation rotation) {
    var token = String.valueOf(rotation.token());
    var trouble = steps(secret, rotation, token);
    if (closed) {
      return; // what stopped it may be the stop
    }
    var now = clock.instant();
    store.write(
        table -> {
          var latest = table.rotations().find(secret.id());
          if (latest.isEmpty() || !token.equals(latest.get().token())) {
            return false; // cancelled meanwhile
          }
          boolean current = token.equals(table.stages(secret.id()).get(SecretTable.CURRENT));
          if (trouble.isEmpty() && current) {
            table.rotations().put(latest.get().done(now, schedules));
          } else {
            table.rotations().put(latest.get().failed(now.plus(pause(latest.get().attempts()))));
          }
          return current;
        });
  }

  private Optional<String> steps(Secret secret, Rotation rotation, String token) {
    for (var step : STEPS) {
      var event =
          JsonNodeFactory.instance
              .objectNode()
              .put("Step", step)
              .put("SecretId", secret.arn().toString())
              .put("ClientRequestToken", token)
              .toString();
      var trouble = functions.invoke(rotation.functionArn(), secret.arn(), event);
      if (trouble.isPresent()) {
        if (!closed) {
          LOG.log(
              Level.WARNING,
              "The rotation of " + secret.arn() + " failed in " + step + ": " + trouble.get());
        }
        return trouble;
      }
    }
    return Optional.empty();
  }

  private static Duration pause(int failures) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
  }

  /// Begins nothing any more; what is under way goes on after the next start.
  @Override
  public void close() {
    closed = true;
  }
}
