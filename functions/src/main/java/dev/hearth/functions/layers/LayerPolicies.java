package dev.hearth.functions.layers;

import dev.hearth.functions.policies.PolicyDocument;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.store.Database;
import java.util.Optional;
import java.util.regex.Pattern;

/// The policies of layers' versions for whoever decides requests. They are asked for when somebody
/// gets a layer or makes a function with it, and so seldom that they are read each time.
public final class LayerPolicies implements ResourcePolicies {
  private static final Pattern ARN =
      Pattern.compile("arn:aws:lambda:[a-z0-9-]+:[0-9]{12}:layer:[a-zA-Z0-9-_]+:[0-9]+");

  private final Database database;

  /// @param database opened with the tables of functions
  public LayerPolicies(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> find(String resourceArn) {
    if (!ARN.matcher(resourceArn).matches()) {
      return Optional.empty();
    }
    var version = LayerName.Version.parse(resourceArn);
    return database
        .read(sql -> new LayerPolicyTable(sql).find(version))
        .map(policy -> policy.document().json());
  }

  /// A policy as it is stored.
  ///
  /// @param revision Lambda's `RevisionId`: changes with every change of the policy
  record Stored(String revision, PolicyDocument document) {}
}
