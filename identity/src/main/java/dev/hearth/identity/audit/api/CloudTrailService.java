package dev.hearth.identity.audit.api;

import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.wire.Service;
import java.util.List;

/// CloudTrail on the wire: its event history.
public final class CloudTrailService {
  private CloudTrailService() {}

  /// All implemented operations.
  public static Service of(AuditTrail trail) {
    return new Service("cloudtrail", List.of(new LookupEvents(trail)));
  }
}
