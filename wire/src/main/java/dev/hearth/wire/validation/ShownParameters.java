package dev.hearth.wire.validation;

import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// What of an input may be shown to others than its sender, as in an audit.
///
/// Shown are numbers, times, switches, words of a fixed set, and texts that by their name are names
/// or policies. Everything else may be somebody's secret and is left out: what the model marks as
/// sensitive, bytes, maps (environment variables), bodies, values, descriptions, free text.
public final class ShownParameters {
  private static final int MOST_CHARS = 1_024;
  private static final int MOST_POLICY_CHARS = 20_480;
  private static final int MOST_ELEMENTS = 50;
  private static final int MOST_DEPTH = 8;

  /// How members end that hold names of things.
  private static final Pattern NAMES =
      Pattern.compile(
          ".*(?:Name|Names|Arn|Arns|Id|Ids|Url|Path|PathPrefix|Prefix|Type|Types|Version|Role"
              + "|Runtime|Handler|Qualifier|Action|ActionNames|Principal|Account|Alias|Layers"
              + "|Bucket|Queue|Topic|Key|TagKeys|Labels|Protocol|Status|State|Unit|Tier|Usage|Spec)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern POLICY =
      Pattern.compile(".*Policy(?:Document)?", Pattern.CASE_INSENSITIVE);

  /// Names that end as if they were harmless.
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(?:secret|token|password|private|credential|plaintext|ciphertext).*",
          Pattern.CASE_INSENSITIVE);

  private final Constraints constraints;

  private ShownParameters(Constraints constraints) {
    this.constraints = constraints;
  }

  /// By the names of the members, with a small first letter as CloudTrail has them.
  public static Map<String, Object> of(OperationModel operation, SdkPojo input) {
    return new ShownParameters(Constraints.of(operation.service())).structure(input, 0);
  }

  private Map<String, Object> structure(SdkPojo pojo, int depth) {
    var shown = new LinkedHashMap<String, Object>();
    var shape = Shape.of(pojo);
    var rules = constraints.of(shape.name());
    for (var member : shape.members()) {
      var value = member.get(pojo);
      var rule = rules.get(member.modelName());
      var constraint = rule == null ? null : rule.constraint();
      if (value != null && !(constraint != null && constraint.sensitive())) {
        var part = value(member.modelName(), member, constraint, value, depth);
        if (part != null) {
          shown.put(decapitalised(member.modelName()), part);
        }
      }
    }
    return shown;
  }

  private @Nullable Object value(
      String name, Member member, @Nullable Constraint constraint, Object value, int depth) {
    return switch (value) {
      case Boolean flag -> flag;
      case Number number -> number;
      case Instant time -> time.toString();
      case String text -> text(name, constraint, text);
      case SdkPojo structure when depth < MOST_DEPTH && !hides(name) ->
          orNothing(structure(structure, depth + 1));
      case List<?> list when depth < MOST_DEPTH -> list(name, member, constraint, list, depth);
      default -> null;
    };
  }

  private static boolean hides(String name) {
    return name.equalsIgnoreCase("Environment");
  }

  private @Nullable Object list(
      String name, Member member, @Nullable Constraint constraint, List<?> list, int depth) {
    var element = constraint == null ? null : constraint.element();
    if (element != null && element.sensitive()) {
      return null;
    }
    var shown = new ArrayList<Object>();
    for (var each : list) {
      var part =
          each == null || shown.size() == MOST_ELEMENTS
              ? null
              : value(name, member.element(), element, each, depth + 1);
      if (part != null) {
        shown.add(part);
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  private static @Nullable Object orNothing(Map<String, Object> map) {
    return map.isEmpty() ? null : map;
  }

  private static @Nullable String text(String name, @Nullable Constraint constraint, String text) {
    if (constraint != null && constraint.isEnum()) {
      return text;
    }
    if (POLICY.matcher(name).matches()) {
      return cut(text, MOST_POLICY_CHARS);
    }
    boolean safe = NAMES.matcher(name).matches() && !SECRET.matcher(name).matches();
    return safe || name.equals("SecretId") ? cut(text, MOST_CHARS) : null;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  private static String decapitalised(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
