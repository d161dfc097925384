package dev.hearth.identity.policy;

import java.util.List;
import java.util.Locale;

/// One condition of a statement: an operator, a key, and what the key's values are compared with.
sealed interface Condition {
  /// Whether the condition holds for a request with these keys.
  boolean holds(Keys keys);

  /// How several values in the request are taken together.
  enum Quantifier {
    /// No prefix: meant for keys of one value.
    NONE,
    /// `ForAnyValue:`: one of them is enough, and there must be one.
    ANY,
    /// `ForAllValues:`: not one may fail; so it holds where there is none.
    ALL
  }

  /// The key is absent, or is present.
  record Null(String key, boolean absent) implements Condition {
    @Override
    public boolean holds(Keys keys) {
      return keys.values(key).isEmpty() == absent;
    }
  }

  /// The key's values stand in the operator's relation to the operands.
  ///
  /// @param ifExists whether it holds where the request does not have the key
  record Comparison(
      Operator operator,
      Quantifier quantifier,
      boolean ifExists,
      String key,
      List<Operator.Operand> operands)
      implements Condition {

    @Override
    public boolean holds(Keys keys) {
      var values = keys.values(key);
      if (values.isEmpty()) {
        return ifExists
            || quantifier == Quantifier.ALL
            || (quantifier == Quantifier.NONE && operator.negated());
      }
      if (quantifier != Quantifier.NONE && isBlank(values)) {
        return quantifier == Quantifier.ALL;
      }
      return switch (quantifier) {
        case ALL -> values.stream().allMatch(value -> relates(value, keys));
        case ANY -> values.stream().anyMatch(value -> relates(value, keys));
        // A negated operator on several values: not one of them may be among the operands.
        case NONE ->
            operator.negated()
                ? values.stream().allMatch(value -> relates(value, keys))
                : values.stream().anyMatch(value -> relates(value, keys));
      };
    }

    /// An empty text is an empty set. Source: IAM User Guide, "Set operators for multivalued
    /// context keys".
    private static boolean isBlank(List<String> values) {
      return values.size() == 1 && values.getFirst().isEmpty();
    }

    private boolean relates(String value, Keys keys) {
      for (var operand : operands) {
        if (operand.matches(value, keys)) {
          return !operator.negated();
        }
      }
      return operator.negated();
    }
  }

  /// Reads one entry of a `Condition` element.
  ///
  /// @param operator with prefix and suffix, as `ForAnyValue:StringLikeIfExists`
  static Condition compile(String operator, String key, List<String> texts, boolean variables) {
    var lowered = key.toLowerCase(Locale.ROOT);
    if (operator.equals("Null")) {
      return new Null(lowered, absent(texts));
    }
    var name = operator;
    var quantifier = Quantifier.NONE;
    if (name.startsWith("ForAnyValue:")) {
      quantifier = Quantifier.ANY;
      name = name.substring("ForAnyValue:".length());
    } else if (name.startsWith("ForAllValues:")) {
      quantifier = Quantifier.ALL;
      name = name.substring("ForAllValues:".length());
    }
    boolean ifExists = name.endsWith("IfExists");
    var found =
        Operator.named(ifExists ? name.substring(0, name.length() - "IfExists".length()) : name);
    if (found == null) {
      throw PolicyParser.malformed("Invalid Condition type : " + operator + ".");
    }
    var operands = texts.stream().map(text -> found.compiler().compile(text, variables)).toList();
    return new Comparison(found, quantifier, ifExists, lowered, operands);
  }

  private static boolean absent(List<String> texts) {
    if (texts.size() != 1 || !texts.getFirst().matches("(?i)true|false")) {
      throw PolicyParser.malformed("The condition Null takes true or false.");
    }
    return Boolean.parseBoolean(texts.getFirst());
  }
}
