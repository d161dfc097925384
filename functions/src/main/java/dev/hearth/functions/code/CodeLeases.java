package dev.hearth.functions.code;

import java.util.ArrayList;
import java.util.List;

/// Several packages that stay on the disk until this is closed.
public record CodeLeases(List<CodeLease> packages) implements AutoCloseable {
  /// Leases all of them or none.
  ///
  /// @param sha256s in base 64
  /// @throws MissingCodeException when one is not there, or cannot be repaired
  public static CodeLeases of(CodeStore store, List<String> sha256s) {
    var packages = new ArrayList<CodeLease>();
    try {
      for (var sha256 : sha256s) {
        packages.add(store.lease(sha256));
      }
      return new CodeLeases(List.copyOf(packages));
    } catch (RuntimeException e) {
      packages.forEach(CodeLease::close);
      throw e;
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    packages.forEach(CodeLease::close);
  }
}
