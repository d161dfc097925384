package dev.hearth.functions.aliases;

import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.StoredAlias;
import dev.hearth.functions.store.StoredAlias.Share;
import dev.hearth.functions.store.StoredVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;

/// Where an alias may lead. Source: "Implement Lambda canary deployments using a weighted alias" in
/// the Lambda developer guide.
final class Routing {
  private Routing() {}

  /// The share that a request gives to another version; null where it gives none.
  static @Nullable Share share(AliasRoutingConfiguration input) {
    var weights = input.additionalVersionWeights();
    if (weights.size() > 1) {
      throw Refusals.invalid(
          "Number of items in AdditionalVersionWeights cannot be greater than 1");
    }
    return weights.entrySet().stream()
        .findFirst()
        .map(entry -> new Share(number(entry.getKey()), entry.getValue()))
        .orElse(null);
  }

  /// @param version `$LATEST` or digits, as the model has it
  static long number(String version) {
    return Catalogue.number(version)
        .orElseThrow(() -> Refusals.invalid("Invalid function version " + version));
  }

  /// Refuses an alias that leads to what is not there, or to two versions that cannot share.
  static void check(FunctionTables tables, StoredAlias alias) {
    exists(tables, alias, alias.number());
    var share = alias.share();
    if (share == null) {
      return;
    }
    if (alias.number() == StoredVersion.LATEST) {
      throw Refusals.invalid(
          "$LATEST is not supported for an alias pointing to more than 1 version");
    }
    if (alias.number() == share.number()) {
      throw Refusals.invalid(
          "Invalid function version %d. Function version %d is already included in routing configuration."
              .formatted(share.number(), share.number()));
    }
    exists(tables, alias, share.number());
  }

  private static void exists(FunctionTables tables, StoredAlias alias, long number) {
    if (tables.version(alias.function(), number).isEmpty()) {
      throw Refusals.notFound(alias.function().functionArn() + ":" + StoredVersion.name(number));
    }
  }

  /// Shows an alias as Lambda does.
  static AliasConfiguration show(StoredAlias alias) {
    var configuration =
        AliasConfiguration.builder()
            .aliasArn(alias.arn())
            .name(alias.name())
            .functionVersion(StoredVersion.name(alias.number()))
            .description(alias.description())
            .revisionId(alias.revision());
    var share = alias.share();
    if (share != null) {
      configuration.routingConfig(
          routing ->
              routing.additionalVersionWeights(
                  Map.of(StoredVersion.name(share.number()), share.weight())));
    }
    return configuration.build();
  }
}
