package dev.hearth.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A policy.
///
/// @param ofIdentity whether it says what somebody may do; else who may do it to a resource, as
///   policies of resources and trust policies of roles
public record PolicyDocument(Place place, boolean ofIdentity, List<Statement> statements)
    implements Subject {
  /// Reads a policy; what is none has no statements.
  ///
  /// @param document as AWS's grammar of policies has it; statements with a Principal make it a
  ///   resource's
  public static PolicyDocument of(Place place, JsonNode document) {
    var statements = new ArrayList<Statement>();
    boolean ofIdentity = true;
    var node = document.path("Statement");
    for (var each : node.isObject() ? List.of(node) : node) {
      statements.add(Statement.of(each, statements.size() + 1));
      ofIdentity &= !each.has("Principal") && !each.has("NotPrincipal");
    }
    return new PolicyDocument(place, ofIdentity, List.copyOf(statements));
  }
}
