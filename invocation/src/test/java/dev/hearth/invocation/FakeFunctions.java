package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Settings;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A catalogue of functions that a test changes as it likes.
final class FakeFunctions implements Functions {
  static final AccountId ACCOUNT = new AccountId("123456789012");

  private final Map<String, FunctionVersion> current = new ConcurrentHashMap<>();
  private final Set<String> retired = ConcurrentHashMap.newKeySet();
  private final List<ChangeListener> listeners = new ArrayList<>();
  private final AtomicInteger revisions = new AtomicInteger();
  final AtomicInteger leases = new AtomicInteger();

  /// Makes a function, or replaces it as an update does.
  ///
  /// @param version `$LATEST` or a number
  FunctionVersion put(AccountId account, String name, String version) {
    var next =
        new FunctionVersion(
            account,
            Region.DEFAULT,
            name,
            version,
            "revision-" + revisions.incrementAndGet(),
            "Active",
            Path.of("/nowhere"),
            "sha",
            Settings.defaults(name, "arn:aws:iam::" + account + ":role/r", "python3.12", "a.b"),
            Map.of());
    var before = current.put(key(account, name, version), next);
    if (before != null) {
      retire(before);
    }
    return next;
  }

  FunctionVersion put(String name, String version) {
    return put(ACCOUNT, name, version);
  }

  /// Deletes a version.
  void delete(FunctionVersion version) {
    current.remove(key(version.account(), version.name(), version.version()));
    retire(version);
  }

  private void retire(FunctionVersion version) {
    retired.add(version.revision());
    listeners.forEach(listener -> listener.retired(version));
  }

  boolean isRetired(FunctionVersion version) {
    return retired.contains(version.revision());
  }

  private static String key(AccountId account, String name, String version) {
    return account + "/" + name + "/" + version;
  }

  @Override
  public FunctionVersion resolve(AccountId account, Region region, String name, String qualifier) {
    var found = current.get(key(account, name, qualifier.isEmpty() ? "$LATEST" : qualifier));
    if (found == null) {
      throw new ServiceException("ResourceNotFoundException", 404, "Function not found");
    }
    return found;
  }

  @Override
  public Optional<Lease> lease(FunctionVersion version) {
    if (isRetired(version)) {
      return Optional.empty();
    }
    leases.incrementAndGet();
    return Optional.of(
        new Lease() {
          @Override
          public Path code() {
            return Path.of("/nowhere");
          }

          @Override
          public List<Path> layers() {
            return List.of();
          }

          @Override
          public void close() {
            leases.decrementAndGet();
          }
        });
  }

  @Override
  public void onChange(ChangeListener listener) {
    listeners.add(listener);
  }
}
