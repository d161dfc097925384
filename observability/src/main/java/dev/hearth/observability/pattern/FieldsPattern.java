package dev.hearth.observability.pattern;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Fields between spaces: `[ip, user, ..., request = "*.html", status = 4* || status = 5*]`.
///
/// In a message, what is between double quotes or square brackets is one field, without these.
///
/// @param first conditions on the first fields, in order
/// @param last conditions on the last fields, in order
/// @param open whether an ellipsis stands between them, for any number of further fields
record FieldsPattern(List<Predicate<String>> first, List<Predicate<String>> last, boolean open)
    implements FilterPattern {
  private static final Pattern FIELD = Pattern.compile("\"([^\"]*)\"|\\[([^\\]]*)\\]|\\S+");

  static FilterPattern read(PatternReader reader) {
    reader.expect("[");
    List<Predicate<String>> first = new ArrayList<>();
    List<Predicate<String>> last = new ArrayList<>();
    var open = false;
    do {
      if (!reader.accept("...")) {
        (open ? last : first).add(field(reader));
      } else if (open) {
        throw new InvalidPatternException("A filter pattern can have one ellipsis");
      } else {
        open = true;
      }
    } while (reader.accept(","));
    if (!reader.accept("]")) {
      throw new InvalidPatternException("If a filter pattern starts with '[' it must end with ']'");
    }
    reader.expectEnd();
    return new FieldsPattern(List.copyOf(first), List.copyOf(last), open);
  }

  /// A name, which may be left out, or conditions that all begin with it.
  private static Predicate<String> field(PatternReader reader) {
    reader.skipSpaces();
    if (reader.peek() == ',' || reader.peek() == ']') {
      return _ -> true;
    }
    return new Expression<>(FieldsPattern::condition).read(reader);
  }

  private static Predicate<String> condition(PatternReader reader) {
    reader.skipSpaces();
    var name = reader.takeWhile(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    if (name.isEmpty()) {
      throw reader.unexpected("a field's name");
    }
    return Comparison.read(reader).orElse(_ -> true);
  }

  @Override
  public boolean matches(String message) {
    var fields = split(message);
    var named = first.size() + last.size();
    if (open ? fields.size() < named : fields.size() != named) {
      return false;
    }
    return all(first, fields)
        && all(last, fields.subList(fields.size() - last.size(), fields.size()));
  }

  private static boolean all(List<Predicate<String>> conditions, List<String> fields) {
    for (var i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).test(fields.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> split(String message) {
    List<String> fields = new ArrayList<>();
    for (var field = FIELD.matcher(message); field.find(); ) {
      var group = field.group(1) != null ? 1 : field.group(2) != null ? 2 : 0;
      fields.add(field.group(group));
    }
    return fields;
  }
}
