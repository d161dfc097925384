package dev.hearth.cli;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;

/// Leads an alias from one version to another by shares. Each change asks for the revision that the
/// one before has left, so that it never undoes what somebody else has done meanwhile.
final class AliasShift {
  private final LambdaClient lambda;
  private final String function;
  private final String alias;
  private final String from;
  private final String to;
  private final String logGroup;
  private String revision;

  private AliasShift(
      LambdaClient lambda,
      String function,
      String alias,
      String from,
      String to,
      String logGroup,
      String revision) {
    this.lambda = lambda;
    this.function = function;
    this.alias = alias;
    this.from = from;
    this.to = to;
    this.logGroup = logGroup;
    this.revision = revision;
  }

  /// Changes nothing yet.
  ///
  /// @throws Failure where the alias leads to `to` already, or to a third version as well
  static AliasShift begin(LambdaClient lambda, String function, String alias, String to) {
    var found = lambda.getAlias(r -> r.functionName(function).name(alias));
    if (found.functionVersion().equals(to)) {
      throw new Failure(alias + " leads to version " + to + " already.");
    }
    var routing = found.routingConfig();
    if (routing != null && !routing.additionalVersionWeights().keySet().equals(Set.of(to))) {
      throw new Failure(
          alias + " leads to versions " + routing.additionalVersionWeights().keySet() + " as well.",
          "End that first: aws lambda update-alias --routing-config '{}'.");
    }
    var version = lambda.getFunctionConfiguration(r -> r.functionName(function).qualifier(to));
    return new AliasShift(
        lambda,
        function,
        alias,
        found.functionVersion(),
        to,
        version.loggingConfig().logGroup(),
        found.revisionId());
  }

  /// The version that the alias led to.
  String from() {
    return from;
  }

  /// Where the new version writes its log.
  String logGroup() {
    return logGroup;
  }

  /// Gives the new version a share of the calls.
  ///
  /// @param percent 1 to 100
  /// @throws Failure where somebody else has changed the alias; it is left as it is
  void share(int percent) {
    if (percent == 100) {
      lead(to, null);
    } else {
      lead(from, percent / 100.0);
    }
  }

  /// Gives all calls to the version that had them before.
  ///
  /// @throws Failure where somebody else has changed the alias; it is left as it is
  void rollBack() {
    lead(from, null);
  }

  private void lead(String version, @Nullable Double share) {
    var weights = share == null ? Map.<String, Double>of() : Map.of(to, share);
    try {
      revision =
          lambda
              .updateAlias(
                  r ->
                      r.functionName(function)
                          .name(alias)
                          .functionVersion(version)
                          .routingConfig(routing -> routing.additionalVersionWeights(weights))
                          .revisionId(revision))
              .revisionId();
    } catch (PreconditionFailedException e) {
      throw new Failure(
          "Somebody else has changed the alias meanwhile; it is left as it is.", null, e);
    }
  }
}
