package dev.hearth.wire.validation;

import dev.hearth.wire.model.IndexFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/// What the model wants of one type of values: length or range, pattern, enum, and of what lists
/// and maps hold.
final class Constraint {
  private final @Nullable String min;
  private final @Nullable String max;
  private final @Nullable BoundedPattern pattern;
  private final List<String> values;
  private final @Nullable Constraint element;
  private final @Nullable Constraint key;
  private final @Nullable Constraint value;
  private final boolean sensitive;

  Constraint(
      String[] columns,
      @Nullable Constraint element,
      @Nullable Constraint key,
      @Nullable Constraint value) {
    this.min = IndexFile.optional(columns[2]);
    this.max = IndexFile.optional(columns[3]);
    var regex = IndexFile.optional(columns[4]);
    this.pattern = regex == null ? null : new BoundedPattern(regex);
    this.values = columns[5].equals("-") ? List.of() : List.of(columns[5].split("\\|", -1));
    this.element = element;
    this.key = key;
    this.value = value;
    this.sensitive = columns[9].equals("!");
  }

  /// Whether values of the type must not be shown.
  boolean sensitive() {
    return sensitive;
  }

  /// Whether values are words of a fixed set.
  boolean isEnum() {
    return !values.isEmpty();
  }

  /// Of what a list holds; null where nothing is wanted of it.
  @Nullable Constraint element() {
    return element;
  }

  /// What is wrong with `subject`, in AWS's words; empty where nothing is.
  List<String> violations(Object subject) {
    var violations = new ArrayList<String>(0);
    switch (subject) {
      case String text -> text(text, violations);
      case SdkBytes bytes -> length(bytes.asByteArrayUnsafe().length, violations);
      case Number number -> range(number.doubleValue(), violations);
      case List<?> list -> {
        length(list.size(), violations);
        all(element, list, "Member must satisfy constraint: ", violations);
      }
      case Map<?, ?> map -> {
        length(map.size(), violations);
        all(key, map.keySet(), "Map keys must satisfy constraint: ", violations);
        all(value, map.values(), "Map value must satisfy constraint: ", violations);
      }
      default -> {}
    }
    return violations;
  }

  private void text(String text, List<String> violations) {
    int before = violations.size();
    length(text.codePointCount(0, text.length()), violations);
    if (!values.isEmpty() && !values.contains(text)) {
      violations.add(wantedValues());
    }
    // A pattern is matched against a text of bounded length only; one that is too short is told
    // both, as AWS does.
    boolean tooLong = violations.size() > before && max != null && exceeds(text.length(), max);
    if (pattern != null && !tooLong && !pattern.matches(text)) {
      violations.add(wantedPattern());
    }
  }

  private void length(int length, List<String> violations) {
    if (max != null && exceeds(length, max)) {
      violations.add(wantedMost("length"));
    }
    if (min != null && length < Double.parseDouble(min)) {
      violations.add(wantedLeast("length"));
    }
  }

  private void range(double number, List<String> violations) {
    if (max != null && exceeds(number, max)) {
      violations.add(wantedMost("value"));
    }
    if (min != null && number < Double.parseDouble(min)) {
      violations.add(wantedLeast("value"));
    }
  }

  private static boolean exceeds(double number, String max) {
    return number > Double.parseDouble(max);
  }

  /// Of what is held, AWS tells all that is wanted, whatever of it is violated.
  private static void all(
      @Nullable Constraint inner, Iterable<?> held, String opening, List<String> violations) {
    if (inner != null) {
      for (var each : held) {
        if (each != null && !inner.violations(each).isEmpty()) {
          violations.add(opening + inner.wanted(each));
          return;
        }
      }
    }
  }

  private List<String> wanted(Object sample) {
    var kind = sample instanceof Number ? "value" : "length";
    var wanted = new ArrayList<String>();
    if (max != null) {
      wanted.add(wantedMost(kind));
    }
    if (min != null) {
      wanted.add(wantedLeast(kind));
    }
    if (!values.isEmpty()) {
      wanted.add(wantedValues());
    }
    if (pattern != null) {
      wanted.add(wantedPattern());
    }
    if (element != null && sample instanceof List<?> list && !list.isEmpty()) {
      wanted.add("Member must satisfy constraint: " + element.wanted(list.getFirst()));
    }
    return wanted;
  }

  private String wantedMost(String kind) {
    return "Member must have " + kind + " less than or equal to " + max;
  }

  private String wantedLeast(String kind) {
    return "Member must have " + kind + " greater than or equal to " + min;
  }

  private String wantedValues() {
    return "Member must satisfy enum value set: " + values;
  }

  private String wantedPattern() {
    return "Member must satisfy regular expression pattern: " + pattern;
  }
}
