package dev.hearth.functions.catalogue;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.Settings;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.code.CodeLeases;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.code.MissingCodeException;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.Status;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.kernel.ServiceException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Makes changed versions usable, after the change has been answered: Lambda's way from `Pending`
/// to `Active`, and from `InProgress` to `Successful`.
///
/// The old version is given up first and everybody told so; only then the new one is said to be
/// there. A stop in between leaves the change unfinished in the database, and the next start
/// finishes it.
final class Activation {
  private static final System.Logger LOG = System.getLogger(Activation.class.getName());

  private static final Status NOT_GIVEN_UP =
      new Status(
          Status.FAILED,
          "Old sandboxes of the function could not be stopped. Repeat the update.",
          "InternalError");

  private final FunctionStore store;
  private final Catalogue catalogue;
  private final CodeStore code;
  private final RuntimeCheck runtimes;
  private final SnapStart snapStart;
  private final Executor background;

  /// @param background runs what follows a change
  Activation(
      FunctionStore store,
      Catalogue catalogue,
      CodeStore code,
      RuntimeCheck runtimes,
      SnapStart snapStart,
      Executor background) {
    this.store = store;
    this.catalogue = catalogue;
    this.code = code;
    this.runtimes = runtimes;
    this.snapStart = snapStart;
    this.background = background;
  }

  /// Finishes a change in the background.
  ///
  /// @param before what the change replaced; null for a new function
  /// @param changed as they are now: `$LATEST`, and the version published with it
  void begin(@Nullable StoredVersion before, List<StoredVersion> changed) {
    background.execute(() -> finish(before, changed));
  }

  /// Finishes what an earlier process left unfinished.
  void recover() {
    for (var version : store.read(tables -> tables.unfinished())) {
      begin(null, List.of(version));
    }
  }

  private void finish(@Nullable StoredVersion before, List<StoredVersion> changed) {
    var function = changed.getFirst().function();
    try {
      catalogue.forget(function);
      var outcome = before == null || isGivenUp(before) ? check(changed.getFirst()) : NOT_GIVEN_UP;
      boolean there =
          store
              .write(
                  tables ->
                      changed.stream()
                          .filter(version -> outcome.is(Status.FAILED) || !version.snapStarts())
                          .map(version -> settle(tables, version, outcome))
                          .toList())
              .contains(true);
      if (there && outcome.is(Status.FAILED)) {
        LOG.log(Level.WARNING, function.functionArn() + " failed: " + outcome.reason());
      }
      if (before != null) {
        before.archives().forEach(code::collect);
      }
      if (outcome.is(Status.ACTIVE)) {
        changed.stream()
            .filter(StoredVersion::snapStarts)
            .forEach(version -> initialise(version, outcome));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the change of " + function.functionArn() + " is not finished", e);
    } finally {
      catalogue.forget(function);
    }
    catalogue.recall(changed);
  }

  /// A version that is copied is `Active` once it is initialised; it must be leased to that end, so
  /// it is `Pending` in the catalogue meanwhile.
  private void initialise(StoredVersion version, Status active) {
    catalogue.forget(version.function());
    var outcome = active;
    try {
      var failure = snapStart.initialise(catalogue.runnable(version));
      if (failure.isPresent()) {
        outcome = new Status(Status.FAILED, failure.get(), "FunctionError");
      }
    } catch (ServiceException e) {
      // What SnapStart cannot do is the user's to change; anything else is not.
      var code = e.status() < 500 ? "InvalidConfiguration" : "InternalError";
      outcome = new Status(Status.FAILED, e.getMessage(), code);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, version + " could not be initialised", e);
      outcome = new Status(Status.FAILED, String.valueOf(e.getMessage()), "InternalError");
    }
    var settled = outcome;
    store.write(tables -> settle(tables, version, settled));
  }

  private boolean isGivenUp(StoredVersion before) {
    try {
      catalogue.retire(before);
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, before + " may still run", e);
      return false;
    }
  }

  /// `Active` with a note, or `Failed` with the reason.
  private Status check(StoredVersion version) {
    try (var leases = CodeLeases.of(code, version.archives())) {
      var settings = version.settings();
      if (settings.image() == null) {
        var files = leases.packages().getFirst().files(); // layers come after it
        runtimes.checkCode(
            version.function().account(), settings.runtime(), settings.handler(), files);
      }
      return Status.of(Status.ACTIVE, note(settings));
    } catch (MissingCodeException e) {
      LOG.log(Level.DEBUG, "no code for " + version, e); // of a deleted function this is no fault
      return new Status(
          Status.FAILED,
          "The code package is missing or damaged. Upload it again.",
          "InvalidZipFileException");
    } catch (ServiceException e) {
      return new Status(Status.FAILED, e.getMessage(), "InvalidRuntime");
    }
  }

  /// What the user should know of the runtime; an image brings its own.
  private @Nullable String note(Settings settings) {
    return settings.image() == null ? runtimes.check(settings.runtime()) : null;
  }

  /// Whether the version was there; nothing is done to one that was changed or deleted meanwhile.
  private static boolean settle(FunctionTables tables, StoredVersion changed, Status outcome) {
    var current =
        tables
            .version(changed.function(), changed.number())
            .filter(version -> version.revision().equals(changed.revision()));
    current.ifPresent(version -> tables.update(settled(version, outcome)));
    return current.isPresent();
  }

  /// A function that could be run before a failed update stays `Active`.
  private static StoredVersion settled(StoredVersion version, Status outcome) {
    boolean failed = outcome.is(Status.FAILED);
    boolean runs = version.state().is(Status.ACTIVE);
    boolean updating = isUpdating(version);
    var state = failed && runs ? version.state() : outcome;
    if (failed) {
      return version.with(state, updating ? outcome : version.lastUpdate());
    }
    return version.with(state, Status.of(Status.SUCCESSFUL, updating ? outcome.reason() : null));
  }

  /// Refuses a change of a function of which another change is not finished.
  static void refuseWhileBusy(FunctionReference function, StoredVersion latest) {
    if (latest.state().is(Status.PENDING)) {
      throw Refusals.inState(Status.PENDING);
    }
    if (isUpdating(latest)) {
      throw Refusals.updating(function);
    }
  }

  private static boolean isUpdating(StoredVersion version) {
    var update = version.lastUpdate();
    return update != null && update.is(Status.IN_PROGRESS);
  }
}
