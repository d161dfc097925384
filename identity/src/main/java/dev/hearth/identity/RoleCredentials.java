package dev.hearth.identity;

import java.time.Duration;
import java.time.Instant;

/// Issues what a function's SDK signs with.
public interface RoleCredentials {
  /// Short-lived credentials of an execution role.
  ///
  /// @param secret and `sessionToken` never reach a log
  record Credentials(String accessKeyId, String secret, String sessionToken, Instant expiration) {
    @Override
    public String toString() {
      return "Credentials[" + accessKeyId + "]";
    }
  }

  /// Credentials of `roleArn`, whose session is `sessionName`.
  ///
  /// @throws dev.hearth.kernel.ServiceException where the role does not exist or does not trust
  ///   `servicePrincipal`
  Credentials issue(String roleArn, String sessionName, String servicePrincipal, Duration lifetime);
}
