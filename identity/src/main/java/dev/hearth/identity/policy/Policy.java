package dev.hearth.identity.policy;

import java.util.List;

/// A policy document, compiled.
public final class Policy {
  private final String name;
  private final List<Statement> statements;

  Policy(List<Statement> statements) {
    this("", statements);
  }

  private Policy(String name, List<Statement> statements) {
    this.name = name;
    this.statements = List.copyOf(statements);
  }

  /// The same policy under the name or ARN by which an [Explanation] shall call it.
  public Policy named(String name) {
    return new Policy(name, statements);
  }

  /// Empty where it was given none.
  String name() {
    return name;
  }

  List<Statement> statements() {
    return statements;
  }

  /// Reads a document strictly.
  ///
  /// @throws dev.hearth.kernel.ServiceException `MalformedPolicyDocument`, saying what is wrong
  public static Policy parse(String document, PolicyKind kind) {
    return new PolicyParser(kind).parse(document);
  }

  /// Whether a statement denies the request.
  boolean denies(PolicyRequest request) {
    for (var statement : statements) {
      if (!statement.allow() && statement.reach(request) != Reach.NONE) {
        return true;
      }
    }
    return false;
  }

  /// How directly the statements that allow the request reach who asks.
  Reach allows(PolicyRequest request) {
    var reach = Reach.NONE;
    for (var statement : statements) {
      if (statement.allow()) {
        var next = statement.reach(request);
        if (next == Reach.DIRECT) {
          return next;
        }
        reach = next.compareTo(reach) > 0 ? next : reach;
      }
    }
    return reach;
  }
}
