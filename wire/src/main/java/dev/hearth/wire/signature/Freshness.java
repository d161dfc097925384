package dev.hearth.wire.signature;

import dev.hearth.kernel.ServiceException;
import java.time.Duration;
import java.time.Instant;

/// Whether a signature is of now: a stolen request is of no use for long.
final class Freshness {
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Duration S3_SKEW = Duration.ofMinutes(15);

  private Freshness() {}

  /// @throws ServiceException where it is too old, or from the future
  static void check(Claim claim, Instant now, Dialect dialect) {
    var skew = dialect == Dialect.S3 ? S3_SKEW : SKEW;
    if (claim.time().isAfter(now.plus(skew))) {
      throw early(claim, now, dialect);
    }
    var validity = claim.validity();
    if (validity == null && claim.time().isBefore(now.minus(skew))) {
      throw late(claim, now, dialect);
    }
    if (validity != null && now.isAfter(claim.time().plus(validity))) {
      throw Fault.EXPIRED.in(dialect, "Request has expired");
    }
  }

  private static ServiceException early(Claim claim, Instant now, Dialect dialect) {
    if (dialect == Dialect.S3) {
      return claim.presigned()
          ? Fault.EXPIRED.in(dialect, "Request is not yet valid")
          : tooSkewed();
    }
    return Fault.SKEWED.in(
        dialect,
        "Signature not yet current: %s is still later than %s (%s + %d min.)"
            .formatted(
                claim.timestamp(),
                Claims.timestamp(now.plus(SKEW)),
                Claims.timestamp(now),
                SKEW.toMinutes()));
  }

  private static ServiceException late(Claim claim, Instant now, Dialect dialect) {
    if (dialect == Dialect.S3) {
      return tooSkewed();
    }
    return Fault.SKEWED.in(
        dialect,
        "Signature expired: %s is now earlier than %s (%s - %d min.)"
            .formatted(
                claim.timestamp(),
                Claims.timestamp(now.minus(SKEW)),
                Claims.timestamp(now),
                SKEW.toMinutes()));
  }

  private static ServiceException tooSkewed() {
    return Fault.SKEWED.in(
        Dialect.S3, "The difference between the request time and the current time is too large.");
  }
}
