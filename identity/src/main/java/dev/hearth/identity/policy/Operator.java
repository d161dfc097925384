package dev.hearth.identity.policy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A condition operator, such as `StringLike` or `NotIpAddress`, without its prefix and suffix.
///
/// Source: IAM User Guide, "Condition operators".
///
/// @param negated whether it holds where its positive twin does not
/// @param compiler reads what the policy compares with
record Operator(String name, boolean negated, Compiler compiler) {
  private static final int LONGEST_NUMBER = 64;

  /// What a policy compares a request's value with.
  @FunctionalInterface
  interface Operand {
    boolean matches(String value, Keys keys);
  }

  /// Reads an operand.
  @FunctionalInterface
  interface Compiler {
    /// @param variables whether the policy's version has variables
    Operand compile(String text, boolean variables);
  }

  private static final Map<String, Operator> ALL = new HashMap<>();

  static {
    pair("StringEquals", "StringNotEquals", Operator::exact);
    pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", Operator::anyCase);
    pair("StringLike", "StringNotLike", Operator::like);
    pair("ArnEquals", "ArnNotEquals", Operator::arn);
    pair("ArnLike", "ArnNotLike", Operator::arn);
    pair("NumericEquals", "NumericNotEquals", numeric(order -> order == 0));
    plain("NumericLessThan", numeric(order -> order < 0));
    plain("NumericLessThanEquals", numeric(order -> order <= 0));
    plain("NumericGreaterThan", numeric(order -> order > 0));
    plain("NumericGreaterThanEquals", numeric(order -> order >= 0));
    pair("DateEquals", "DateNotEquals", date(order -> order == 0));
    plain("DateLessThan", date(order -> order < 0));
    plain("DateLessThanEquals", date(order -> order <= 0));
    plain("DateGreaterThan", date(order -> order > 0));
    plain("DateGreaterThanEquals", date(order -> order >= 0));
    plain("Bool", Operator::bool);
    plain("BinaryEquals", Operator::binary);
    pair("IpAddress", "NotIpAddress", Operator::address);
  }

  /// The operator of this name, or null.
  static @Nullable Operator named(String name) {
    return ALL.get(name);
  }

  private static void plain(String name, Compiler compiler) {
    ALL.put(name, new Operator(name, false, compiler));
  }

  private static void pair(String positive, String negative, Compiler compiler) {
    plain(positive, compiler);
    ALL.put(negative, new Operator(negative, true, compiler));
  }

  private static Operand exact(String text, boolean variables) {
    var template = Template.of(text, false, variables);
    return (value, keys) -> {
      var glob = template.resolve(keys);
      return glob != null && glob.matches(value);
    };
  }

  private static Operand anyCase(String text, boolean variables) {
    var template = Template.of(text, false, variables);
    return (value, keys) -> {
      var glob = template.resolve(keys);
      return glob != null && glob.lowerCase().matches(value.toLowerCase(Locale.ROOT));
    };
  }

  private static Operand like(String text, boolean variables) {
    var template = Template.of(text, true, variables);
    return (value, keys) -> {
      var glob = template.resolve(keys);
      return glob != null && glob.matches(value);
    };
  }

  private static Operand arn(String text, boolean variables) {
    return new ArnPattern(text, variables)::matches;
  }

  private static Compiler numeric(IntPredicate holds) {
    return ordered("number", Operator::number, holds);
  }

  private static Compiler date(IntPredicate holds) {
    return ordered("date", PolicyDate::parse, holds);
  }

  private static <T extends Comparable<T>> Compiler ordered(
      String what, Function<String, @Nullable T> reader, IntPredicate holds) {
    return (text, _) -> {
      var bound = reader.apply(text);
      if (bound == null) {
        throw PolicyParser.malformed("The value \"" + text + "\" is not a " + what + ".");
      }
      return (value, _) -> {
        var read = reader.apply(value);
        return read != null && holds.test(read.compareTo(bound));
      };
    };
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return text.length() > LONGEST_NUMBER ? null : new BigDecimal(text.strip());
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Operand bool(String text, boolean variables) {
    if (variables && text.contains("${")) {
      return anyCase(text, true);
    }
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw PolicyParser.malformed("The value \"" + text + "\" is neither true nor false.");
    }
    return (value, _) -> value.equalsIgnoreCase(text);
  }

  private static Operand binary(String text, boolean variables) {
    var expected = base64(text);
    if (expected == null) {
      throw PolicyParser.malformed("The value \"" + text + "\" is not base64.");
    }
    return (value, _) -> Arrays.equals(base64(value), expected);
  }

  private static byte @Nullable [] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Operand address(String text, boolean variables) {
    var range = AddressRange.parse(text);
    if (range == null) {
      throw PolicyParser.malformed(
          "The value \"" + text + "\" is not an IP address or CIDR range.");
    }
    return (value, _) -> range.contains(value);
  }
}
