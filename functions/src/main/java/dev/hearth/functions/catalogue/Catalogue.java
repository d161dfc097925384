package dev.hearth.functions.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Settings;
import dev.hearth.functions.code.CodeLease;
import dev.hearth.functions.code.CodeLeases;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.code.MissingCodeException;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Answers those who run functions, from memory where it can.
///
/// What is remembered of a function is dropped as a whole when the function changes. Whoever loads
/// a version meanwhile puts it into the dropped map, which nobody reads any more; so no old version
/// outlives the change.
public final class Catalogue implements Functions {
  private static final int MAX_REMEMBERED = 10_000;

  private final FunctionStore store;
  private final CodeStore code;
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Cache<FunctionReference, ConcurrentMap<String, FunctionVersion>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  public Catalogue(FunctionStore store, CodeStore code) {
    this.store = store;
    this.code = code;
  }

  @Override
  public FunctionVersion resolve(AccountId account, Region region, String name, String qualifier) {
    return resolve(FunctionReference.parse(account, region, name, qualifier));
  }

  private FunctionVersion resolve(FunctionReference reference) {
    var versions = remembered.get(reference.unqualified(), _ -> new ConcurrentHashMap<>());
    var version = versions.get(reference.effectiveQualifier());
    return version != null ? version : load(reference, versions);
  }

  private FunctionVersion load(
      FunctionReference reference, ConcurrentMap<String, FunctionVersion> versions) {
    var version =
        find(reference)
            .map(this::runnable)
            .orElseThrow(
                () ->
                    Refusals.notFound(
                        reference.functionArn() + ":" + reference.effectiveQualifier()));
    versions.put(reference.effectiveQualifier(), version);
    return version;
  }

  @Override
  public Optional<Lease> lease(FunctionVersion version) {
    CodeLeases leases;
    try {
      leases = CodeLeases.of(code, archives(version));
    } catch (MissingCodeException _) {
      return Optional.empty();
    }
    // Asked only now: a change that this does not see yet finds the sandbox's place when it tells
    // its listeners.
    if (!isCurrent(version)) {
      leases.close();
      return Optional.empty();
    }
    return Optional.of(
        new Lease() {
          @Override
          public Path code() {
            return leases.packages().getFirst().files();
          }

          @Override
          public List<Path> layers() {
            return leases.packages().stream().skip(1).map(CodeLease::files).toList();
          }

          @Override
          public void close() {
            leases.close();
          }
        });
  }

  /// The function's own and then its layers', in their order.
  private static List<String> archives(FunctionVersion version) {
    var layers = version.settings().layers().stream().map(Settings.Layer::sha256);
    return Stream.concat(Stream.of(version.codeSha256()), layers).toList();
  }

  private boolean isCurrent(FunctionVersion version) {
    try {
      var current =
          resolve(
              new FunctionReference(
                  version.account(), version.region(), version.name(), version.version()));
      return current.revision().equals(version.revision());
    } catch (ServiceException _) {
      return false; // deleted
    }
  }

  @Override
  public void onChange(ChangeListener listener) {
    listeners.add(listener);
  }

  /// The version that a request means, from the database.
  ///
  /// @throws ServiceException `ResourceNotFoundException`
  public StoredVersion get(FunctionReference reference) {
    return find(reference).orElseThrow(() -> Refusals.notFound(reference.arn()));
  }

  /// As [#get], or nothing. An alias is a qualifier that is neither `$LATEST` nor a number.
  public Optional<StoredVersion> find(FunctionReference reference) {
    var number = number(reference.effectiveQualifier());
    return number.isEmpty()
        ? Optional.empty()
        : store.read(tables -> tables.version(reference.unqualified(), number.get()));
  }

  /// The number of the version that a qualifier names, or nothing for what is no version's.
  public static Optional<Long> number(String qualifier) {
    if (qualifier.equals(FunctionReference.LATEST)) {
      return Optional.of(StoredVersion.LATEST);
    }
    boolean digits = qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && !qualifier.startsWith("0") && qualifier.length() < 19
        ? Optional.of(Long.parseLong(qualifier))
        : Optional.empty();
  }

  /// Drops what is remembered of a function.
  void forget(FunctionReference function) {
    remembered.invalidate(function.unqualified());
  }

  /// Tells the listeners that a version is not to be used any more: all of them, even where one
  /// fails.
  void retire(StoredVersion version) {
    var retired = runnable(version);
    RuntimeException failure = null;
    for (var listener : listeners) {
      try {
        listener.retired(retired);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private FunctionVersion runnable(StoredVersion version) {
    return new FunctionVersion(
        version.function().account(),
        version.function().region(),
        version.function().name(),
        version.version(),
        version.revision(),
        version.state().value(),
        code.files(version.code().sha256()),
        version.code().sha256(),
        version.settings(),
        version.environment());
  }
}
