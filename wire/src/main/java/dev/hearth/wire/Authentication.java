package dev.hearth.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the secret of an access key. The wire owns this port, identity implements it.
public interface Authentication {
  /// A key that may sign.
  ///
  /// @param secret the secret access key; it never leaves the process
  /// @param caller whom the key stands for
  record Key(String secret, Caller caller) {
    @Override
    public String toString() {
      return "Key[" + caller.accessKeyId() + "]"; // never the secret
    }
  }

  /// The active key of this id, or nothing.
  ///
  /// @param sessionToken what the request carries as `X-Amz-Security-Token`; a temporary key is
  ///   found only with its own
  /// @throws dev.hearth.kernel.ServiceException `ExpiredTokenException` for a key past its time
  Optional<Key> find(String accessKeyId, @Nullable String sessionToken);
}
