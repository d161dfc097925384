package dev.hearth.server;

import dev.hearth.identity.Identity;
import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/// Asks identity what an execution role may do, as a request of the role's own would.
final class RoleAccess implements ExecutionRole {
  private static final String LAMBDA = "lambda.amazonaws.com";
  // It only has to outlive the question.
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final Identity identity;
  private final URI endpoint;
  private final InstantSource clock;

  RoleAccess(Identity identity, URI endpoint, InstantSource clock) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public boolean may(String role, String action, Arn resource) {
    try {
      var keys = identity.roleCredentials().issue(role, "destination", LAMBDA, LIFETIME);
      var caller =
          identity
              .authentication()
              .find(keys.accessKeyId(), keys.sessionToken())
              .orElseThrow()
              .caller();
      int colon = action.indexOf(':');
      identity
          .authorization()
          .check(
              Access.to(action, resource),
              new Call(
                  UUID.randomUUID().toString(),
                  action.substring(0, colon),
                  action.substring(colon + 1),
                  Region.isValid(resource.region())
                      ? new Region(resource.region())
                      : Region.DEFAULT,
                  caller,
                  endpoint,
                  "127.0.0.1", // it comes from nowhere else
                  LAMBDA,
                  clock.instant()));
      return true;
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        throw e; // not an answer
      }
      return false;
    }
  }
}
