package dev.hearth.identity.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often one principal asked for one action on one resource, and what became of it.
///
/// @param principal the ARN of a role, a user or an account's root; not of a session
/// @param action such as `sqs:SendMessage`
/// @param resource an ARN, or `*`; one that ends in `*` stands for more than can be kept apart
/// @param region the one that the last request was signed for
/// @param allowed how often it was allowed
/// @param denied how often it was denied
/// @param last when it was asked for last
/// @param lastAllowed when it was allowed last; null for never
/// @param lastDenied whether the last was denied
public record AccessUse(
    String principal,
    String action,
    String resource,
    String region,
    long allowed,
    long denied,
    Instant last,
    @Nullable Instant lastAllowed,
    boolean lastDenied) {

  /// The service's part of the action, such as `sqs`.
  public String service() {
    return action.substring(0, Math.max(0, action.indexOf(':')));
  }
}
