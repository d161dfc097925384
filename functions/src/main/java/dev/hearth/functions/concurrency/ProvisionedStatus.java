package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.functions.Readiness;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.kernel.ServiceException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;

/// Shows a configuration and how far its provisioning is, as Lambda does.
final class ProvisionedStatus {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx").withZone(ZoneOffset.UTC);

  private final Functions functions;
  private volatile Readiness.Source readiness = _ -> Readiness.NONE;

  ProvisionedStatus(Functions functions) {
    this.functions = functions;
  }

  /// From now on `source` tells how far it is.
  void ask(Readiness.Source source) {
    readiness = source;
  }

  /// A configuration with its parts as they were at one moment.
  record Configured(ProvisionedConfig config, Map<Long, Integer> parts) {
    static Configured of(FunctionTables tables, ProvisionedConfig config) {
      return new Configured(config, Plans.parts(tables, config));
    }
  }

  ProvisionedConcurrencyConfigListItem show(Configured configured) {
    var config = configured.config;
    int allocated = 0;
    int available = 0;
    String failure = null;
    for (var part : configured.parts.entrySet()) {
      var found = readiness(config.function(), StoredVersion.name(part.getKey()));
      allocated += Math.min(found.allocated(), part.getValue());
      available += Math.min(found.available(), part.getValue());
      failure = found.failure() == null ? failure : found.failure();
    }
    var status = status(config.requested(), available, failure);
    return ProvisionedConcurrencyConfigListItem.builder()
        .functionArn(config.function().arn())
        .requestedProvisionedConcurrentExecutions(config.requested())
        .allocatedProvisionedConcurrentExecutions(allocated)
        .availableProvisionedConcurrentExecutions(available)
        .status(status)
        .statusReason(status.equals("FAILED") ? failure : null)
        .lastModified(TIME.format(config.lastModified()))
        .build();
  }

  private static String status(int requested, int available, @Nullable String failure) {
    if (available >= requested) {
      return "READY";
    }
    return failure == null ? "IN_PROGRESS" : "FAILED";
  }

  private Readiness readiness(FunctionReference function, String version) {
    try {
      return readiness.of(
          functions.resolve(function.account(), function.region(), function.name(), version));
    } catch (ServiceException _) {
      return Readiness.NONE; // deleted meanwhile
    }
  }
}
