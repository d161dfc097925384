package dev.hearth.functions;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.sandbox.ContainerImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What those who run functions ask the catalogue; it answers from memory on the warm path.
///
/// To run a version without ever running old code: resolve it; make the place where its sandboxes
/// are kept known to the [ChangeListener]; take a [Lease]; start. An update that retires the
/// version either comes before the lease, which is then refused, or finds that place.
public interface Functions {
  /// The version that `name` and `qualifier` mean.
  ///
  /// @param name a name, `name:qualifier`, a partial ARN (`123456789012:function:name`) or a full
  ///   one
  /// @param qualifier `$LATEST`, a number or an alias; empty where the request has none
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException` in Lambda's words;
  ///   `InvalidParameterValueException` where `name` and `qualifier` contradict each other
  FunctionVersion resolve(AccountId account, Region region, String name, String qualifier);

  /// Keeps a version's unpacked code on disk until the lease is closed, whatever becomes of the
  /// function meanwhile. Each sandbox holds one for as long as it lives.
  ///
  /// @return nothing where the version has been changed or deleted since it was resolved: resolve
  ///   it again
  Optional<Lease> lease(FunctionVersion version);

  /// The tags of a function, as they are now; none where it is gone.
  ///
  /// @param function whatever its qualifier
  default Map<String, String> tags(FunctionReference function) {
    return Map.of();
  }

  /// Calls `listener` before an update is `Successful` and before a deletion answers, so that no
  /// old code runs afterwards.
  void onChange(ChangeListener listener);

  /// Unpacked code that stays where it is.
  interface Lease extends AutoCloseable {
    /// The read-only folder that becomes `/var/task`.
    Path code();

    /// The read-only folders of its layers, in the order in which they become `/opt`: later ones
    /// over earlier ones.
    List<Path> layers();

    /// The image that is run, with the function's settings; null for functions in zip packages.
    default @Nullable ContainerImage image() {
      return null;
    }

    /// Gives the code back; idempotent.
    @Override
    void close();
  }

  /// Hears that a version's code or settings are no longer to be used.
  @FunctionalInterface
  interface ChangeListener {
    /// @param retired as it was before
    void retired(FunctionVersion retired);
  }
}
