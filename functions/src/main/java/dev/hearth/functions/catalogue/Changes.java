package dev.hearth.functions.catalogue;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.Settings;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.Status;
import dev.hearth.functions.store.StoredFunction;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.functions.store.StoredVersion.Code;
import dev.hearth.functions.store.StoredVersion.RuntimeUpdates;
import dev.hearth.kernel.ServiceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Every way to make, change and delete versions. Each is one transaction that checks its
/// conditions itself, so of two at once the second sees what the first has done.
///
/// Code that a change refers to must be leased until the change is made.
public final class Changes {
  private final FunctionStore store;
  private final AccountLimits limits;
  private final Catalogue catalogue;
  private final CodeStore code;
  private final Activation activation;
  private final InstantSource clock;
  private final Revisions revisions;

  /// @param random makes revision ids
  /// @param background runs what follows a change
  public Changes(
      FunctionStore store,
      Catalogue catalogue,
      CodeStore code,
      RuntimeCheck runtimes,
      SnapStart snapStart,
      AccountLimits limits,
      InstantSource clock,
      RandomGenerator random,
      Executor background) {
    this.store = store;
    this.limits = limits;
    this.catalogue = catalogue;
    this.code = code;
    this.activation = new Activation(store, catalogue, code, runtimes, snapStart, background);
    this.clock = clock;
    this.revisions = new Revisions(random);
  }

  /// Finishes what an earlier process left unfinished.
  public void recover() {
    activation.recover();
  }

  /// Makes a function.
  ///
  /// @param publish whether version 1 is made with it
  /// @param along what belongs to the function, to be made in the same transaction
  /// @return version 1 where it was published, else `$LATEST`
  /// @throws ServiceException `ResourceConflictException` when the name is taken;
  ///   `CodeStorageExceededException`
  public StoredVersion create(
      FunctionReference function,
      Settings settings,
      Map<String, String> environment,
      Code archive,
      Map<String, String> tags,
      boolean publish,
      Consumer<FunctionTables> along) {
    var latest =
        new StoredVersion(
            function,
            StoredVersion.LATEST,
            revisions.next(),
            settings,
            environment,
            archive,
            clock.instant(),
            Status.creating(Status.PENDING),
            null,
            RuntimeUpdates.AUTO);
    var made = new ArrayList<>(List.of(latest));
    if (publish) {
      made.add(latest.numbered(1, revisions.next()));
    }
    store.write(
        tables -> {
          if (tables.function(function).isPresent()) {
            throw Refusals.exists(function);
          }
          tables.insert(new StoredFunction(function, made.size() - 1, tags, null, "Terminate"));
          made.forEach(tables::insert);
          along.accept(tables);
          var usage = tables.usage(function.account(), function.region());
          Refusals.checkFunctions(usage, function.account(), limits);
          Refusals.checkStorage(usage, function.account(), limits);
          return null;
        });
    activation.begin(null, made);
    return made.getLast();
  }

  /// Changes `$LATEST`.
  ///
  /// @param revision what `$LATEST` must be at; null for any
  /// @param change gives what it shall be; it may run more than once
  /// @param publish whether a version is made of it
  /// @return the published version where there is one, else `$LATEST`
  /// @throws ServiceException `ResourceNotFoundException`; `ResourceConflictException` while
  ///   another change is in progress; `PreconditionFailedException` at another revision;
  ///   `CodeStorageExceededException`
  public StoredVersion update(
      FunctionReference function,
      @Nullable String revision,
      UnaryOperator<StoredVersion> change,
      boolean publish) {
    record Update(StoredVersion before, List<StoredVersion> changed, StoredVersion answer) {}
    var latestRevision = revisions.next();
    var publishedRevision = revisions.next();
    var time = clock.instant();
    var update =
        store.write(
            tables -> {
              var before = latest(tables, function, revision);
              var after =
                  change
                      .apply(before)
                      .changed(latestRevision, time)
                      .with(before.state(), Status.creating(Status.IN_PROGRESS));
              tables.update(after);
              Refusals.checkStorage(
                  tables.usage(function.account(), function.region()), function.account(), limits);
              var changed = new ArrayList<>(List.of(after));
              if (!publish) {
                return new Update(before, changed, after);
              }
              var last = tables.lastPublished(function);
              if (last.isPresent() && same(last.get(), after)) {
                return new Update(before, changed, last.get());
              }
              var pending = after.with(Status.creating(Status.PENDING), null);
              changed.add(publish(tables, pending, publishedRevision));
              return new Update(before, changed, changed.getLast());
            });
    activation.begin(update.before, update.changed);
    return update.answer;
  }

  /// Throws as [#update] would, and changes nothing.
  public StoredVersion checkUpdate(FunctionReference function, @Nullable String revision) {
    return store.read(tables -> latest(tables, function, revision));
  }

  /// The tags of a function, which hold for all its versions; none where it is gone.
  public Map<String, String> tags(FunctionReference function) {
    return store.read(
        tables -> tables.function(function).map(StoredFunction::tags).orElse(Map.of()));
  }

  /// Makes a version of `$LATEST`, unless the last one is the same.
  ///
  /// @param codeSha256 what its code must be; null for any
  /// @param description of the version; null for that of `$LATEST`
  /// @param revision what `$LATEST` must be at; null for any
  public StoredVersion publish(
      FunctionReference function,
      @Nullable String codeSha256,
      @Nullable String description,
      @Nullable String revision) {
    var publishedRevision = revisions.next();
    var published =
        store.write(
            tables -> {
              var latest = latest(tables, function, revision);
              if (!latest.state().is(Status.ACTIVE)) {
                throw Refusals.inState(latest.state().value());
              }
              var sha256 = latest.codeSha256();
              if (codeSha256 != null && !codeSha256.equals(sha256)) {
                throw Refusals.invalid(
                    ("CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s)."
                            + " Please try again with the CodeSHA256 in $LATEST.")
                        .formatted(codeSha256, sha256));
              }
              var last = tables.lastPublished(function);
              if (last.isPresent() && same(last.get(), latest)) {
                return last.get();
              }
              var settings = latest.settings();
              var described =
                  description == null ? settings : settings.with(b -> b.description(description));
              var version = latest.with(described, latest.environment());
              return publish(
                  tables,
                  settings.snapStarts()
                      ? version.with(Status.creating(Status.PENDING), null)
                      : version,
                  publishedRevision);
            });
    if (published.revision().equals(publishedRevision) && published.snapStarts()) {
      activation.begin(null, List.of(published));
    }
    return published;
  }

  /// Deletes a function and all its versions.
  public void delete(FunctionReference function) {
    var deleted =
        store.write(
            tables -> {
              var versions = tables.versions(function, -1, Integer.MAX_VALUE);
              if (versions.isEmpty()) {
                throw Refusals.notFound(function.functionArn());
              }
              tables.delete(function);
              return versions;
            });
    retire(deleted);
  }

  /// Deletes one published version; one that is not there is as good as deleted.
  ///
  /// @throws ServiceException `ResourceConflictException` while an alias points to it
  public void deleteVersion(FunctionReference function, long number) {
    var deleted =
        store.write(
            tables -> {
              if (tables.function(function).isEmpty()) {
                throw Refusals.notFound(function.functionArn());
              }
              var aliases = tables.aliases().to(function, number);
              if (!aliases.isEmpty()) {
                throw Refusals.conflict(
                    "Unable to delete version because the following aliases reference it: "
                        + aliases);
              }
              var version = tables.version(function, number);
              tables.deleteVersion(function, number);
              return version;
            });
    retire(deleted.stream().toList());
  }

  private void retire(List<StoredVersion> deleted) {
    deleted.stream().findFirst().ifPresent(version -> catalogue.forget(version.function()));
    deleted.forEach(catalogue::retire);
    deleted.stream()
        .flatMap(version -> version.archives().stream())
        .distinct()
        .forEach(code::collect);
  }

  private static StoredVersion latest(
      FunctionTables tables, FunctionReference function, @Nullable String revision) {
    var latest =
        tables
            .version(function, StoredVersion.LATEST)
            .orElseThrow(() -> Refusals.notFound(function.functionArn()));
    Activation.refuseWhileBusy(function, latest);
    if (revision != null && !revision.equals(latest.revision())) {
      throw Refusals.revision();
    }
    return latest;
  }

  private StoredVersion publish(FunctionTables tables, StoredVersion latest, String revision) {
    var function = tables.function(latest.function()).orElseThrow();
    var published = latest.numbered(function.lastVersion() + 1, revision);
    tables.update(function.published(published.number()));
    tables.insert(published);
    var owner = latest.function();
    Refusals.checkStorage(tables.usage(owner.account(), owner.region()), owner.account(), limits);
    return published;
  }

  /// Whether publishing `latest` would make the same version again. Its description does not count:
  /// that of a version may have been given when it was published. One whose initialisation failed
  /// is tried again as another.
  private static boolean same(StoredVersion published, StoredVersion latest) {
    return !published.state().is(Status.FAILED)
        && published.code().equals(latest.code())
        && published.environment().equals(latest.environment())
        && undescribed(published).equals(undescribed(latest));
  }

  private static Settings undescribed(StoredVersion version) {
    return version.settings().with(settings -> settings.description(""));
  }
}
