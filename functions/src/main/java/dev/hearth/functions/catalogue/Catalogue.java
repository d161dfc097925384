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
import dev.hearth.functions.images.StoredImage;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.StoredAlias;
import dev.hearth.functions.store.StoredFunction;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.ContainerImage;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers those who run functions, from memory where it can.
///
/// What is remembered of a function is dropped as a whole when the function or an alias of it
/// changes. Whoever loads something meanwhile puts it into what was dropped, which nobody reads any
/// more; so nothing old outlives the change. With a database that other nodes change as well,
/// nothing is remembered: the move of an alias is seen by the very next invocation on every node.
public final class Catalogue implements Functions {
  private static final System.Logger LOG = System.getLogger(Catalogue.class.getName());
  private static final int MAX_REMEMBERED = 10_000;

  private final FunctionStore store;
  private final CodeStore code;
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<FunctionReference>> forgetting = new CopyOnWriteArrayList<>();
  private final RandomGenerator random;
  private final Cache<FunctionReference, Known> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /// @param random draws which of an alias's two versions an invocation runs
  public Catalogue(FunctionStore store, CodeStore code, RandomGenerator random) {
    this.store = store;
    this.code = code;
    this.random = random;
  }

  /// What is remembered of a function.
  private final class Known {
    private final ConcurrentMap<String, FunctionVersion> versions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, StoredAlias> aliases = new ConcurrentHashMap<>();

    FunctionVersion add(StoredVersion found) {
      var version = runnable(found);
      versions.put(version.version(), version);
      return version;
    }
  }

  @Override
  public FunctionVersion resolve(AccountId account, Region region, String name, String qualifier) {
    return resolve(FunctionReference.parse(account, region, name, qualifier));
  }

  private FunctionVersion resolve(FunctionReference reference) {
    var known = known(reference);
    var qualifier = reference.effectiveQualifier();
    var version = known.versions.get(qualifier);
    if (version != null) {
      return version;
    }
    var alias = known.aliases.get(qualifier);
    if (alias == null && number(qualifier).isPresent()) {
      return known.add(find(reference).orElseThrow(() -> notFound(reference)));
    }
    double draw = alias == null || alias.share() != null ? random.nextDouble() : 0;
    if (alias != null) {
      version = known.versions.get(StoredVersion.name(alias.number(draw)));
    }
    return version != null ? version : load(reference, draw, known);
  }

  private Known known(FunctionReference reference) {
    return store.isShared()
        ? new Known()
        : remembered.get(reference.unqualified(), _ -> new Known());
  }

  /// Reads an alias and the version that `draw` leads to, both as they were at one moment: a
  /// version that an alias points to is there.
  private FunctionVersion load(FunctionReference reference, double draw, Known known) {
    record Found(StoredAlias alias, StoredVersion version) {}
    var found =
        store
            .read(
                tables ->
                    tables
                        .aliases()
                        .find(reference)
                        .flatMap(
                            alias ->
                                tables
                                    .version(reference, alias.number(draw))
                                    .map(version -> new Found(alias, version))))
            .orElseThrow(() -> notFound(reference));
    known.aliases.put(found.alias.name(), found.alias);
    return known.add(found.version);
  }

  private static ServiceException notFound(FunctionReference reference) {
    return Refusals.notFound(reference.functionArn() + ":" + reference.effectiveQualifier());
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
    var image = version.settings().image();
    var container =
        image == null ? null : StoredImage.container(leases.packages().getFirst().files(), image);
    return Optional.of(
        new Lease() {
          @Override
          public Path code() {
            return leases.packages().getFirst().files();
          }

          @Override
          public @Nullable ContainerImage image() {
            return container;
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
      var current = resolve(version.reference());
      return current.revision().equals(version.revision());
    } catch (ServiceException _) {
      return false; // deleted
    }
  }

  @Override
  public Map<String, String> tags(FunctionReference function) {
    return store
        .read(tables -> tables.function(function.unqualified()))
        .map(StoredFunction::tags)
        .orElse(Map.of());
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

  /// As [#get], or nothing.
  public Optional<StoredVersion> find(FunctionReference reference) {
    return store.read(tables -> find(tables, reference));
  }

  /// As [#find(FunctionReference)], in a transaction. An alias, which is a qualifier that is
  /// neither `$LATEST` nor a number, means its first version.
  public static Optional<StoredVersion> find(FunctionTables tables, FunctionReference reference) {
    return number(reference.effectiveQualifier())
        .or(() -> tables.aliases().find(reference).map(StoredAlias::number))
        .flatMap(number -> tables.version(reference, number));
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

  /// Calls `listener` with each function of which something changed, once the change is durable; it
  /// must not throw.
  public void onForget(Consumer<FunctionReference> listener) {
    forgetting.add(listener);
  }

  /// Drops what is remembered of a function; to be called when a change of it is durable.
  public void forget(FunctionReference function) {
    remembered.invalidate(function.unqualified());
    forgetting.forEach(listener -> listener.accept(function));
  }

  /// Reads versions that have just changed, so that no invocation has to wait for that.
  void recall(List<StoredVersion> changed) {
    if (store.isShared()) {
      return; // nothing is remembered
    }
    for (var version : changed) {
      try {
        resolve(runnable(version).reference());
      } catch (ServiceException e) {
        LOG.log(Level.DEBUG, version + " has been deleted meanwhile", e);
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, version + " is read when it is invoked", e);
      }
    }
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

  FunctionVersion runnable(StoredVersion version) {
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
