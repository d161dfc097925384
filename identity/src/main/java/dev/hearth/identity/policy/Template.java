package dev.hearth.identity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A text of a policy that may hold wildcards and variables, such as
/// `arn:aws:s3:::home/${aws:username}/*`.
///
/// A variable has a default as `${aws:PrincipalTag/team, 'none'}`; `${*}`, `${?}` and `${$}` stand
/// for the characters themselves. Source: IAM User Guide, "Variables and tags".
final class Template {
  private sealed interface Part {
    /// Literal characters and wildcard codes of [Glob].
    record Codes(String codes) implements Part {}

    /// A condition key in lower case, and what to take where the request has no value of it.
    record Variable(String key, @Nullable String otherwise) implements Part {}
  }

  private final List<Part> parts;
  private final @Nullable Glob constant;

  private Template(List<Part> parts) {
    this.parts = parts;
    this.constant =
        parts.stream().allMatch(Part.Codes.class::isInstance) ? join(parts, Keys.NONE) : null;
  }

  /// @param wildcards whether `*` and `?` are wildcards
  /// @param variables whether `${…}` is a variable; it is not in policies of version 2008-10-17
  static Template of(String text, boolean wildcards, boolean variables) {
    return new Template(parse(text, wildcards, variables));
  }

  /// Splits at literal colons; colons inside of variables do not count.
  ///
  /// @param limit the last of so many segments keeps its colons
  List<Template> split(int limit) {
    var segments = new ArrayList<Template>();
    var segment = new ArrayList<Part>();
    for (var part : parts) {
      if (part instanceof Part.Codes(String codes)) {
        var pieces = codes.split(":", limit - segments.size());
        for (int i = 0; i < pieces.length; i++) {
          if (i > 0) {
            segments.add(new Template(List.copyOf(segment)));
            segment.clear();
          }
          segment.add(new Part.Codes(pieces[i]));
        }
      } else {
        segment.add(part);
      }
    }
    segments.add(new Template(List.copyOf(segment)));
    return segments;
  }

  /// The pattern for this request, or null where a variable has no value: then nothing matches.
  @Nullable Glob resolve(Keys keys) {
    return constant != null ? constant : join(parts, keys);
  }

  private static @Nullable Glob join(List<Part> parts, Keys keys) {
    var codes = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Codes(String text) -> codes.append(text);
        case Part.Variable(String key, String otherwise) -> {
          var values = keys.values(key);
          var value = values.size() == 1 ? values.getFirst() : otherwise; // never a set of values
          if (value == null || Glob.hasCodes(value)) {
            return null; // a request must not bring wildcards into a policy
          }
          codes.append(value);
        }
      }
    }
    return new Glob(codes.toString());
  }

  private static List<Part> parse(String text, boolean wildcards, boolean variables) {
    if (Glob.hasCodes(text)) {
      throw PolicyParser.malformed("The policy contains characters that are not allowed.");
    }
    var parts = new ArrayList<Part>();
    var codes = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (variables && c == '$' && text.startsWith("{", i + 1)) {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw PolicyParser.malformed("The variable in \"" + text + "\" has no closing brace.");
        }
        var name = text.substring(i + 2, end);
        if (name.length() == 1 && "*?$".contains(name)) {
          codes.append(name);
        } else {
          parts.add(new Part.Codes(codes.toString()));
          codes.setLength(0);
          parts.add(variable(name, text));
        }
        i = end;
      } else {
        codes.append(wildcards && c == '*' ? Glob.ANY : wildcards && c == '?' ? Glob.ONE : c);
      }
    }
    parts.add(new Part.Codes(codes.toString()));
    return List.copyOf(parts);
  }

  private static Part variable(String text, String whole) {
    int comma = text.indexOf(',');
    var key = (comma < 0 ? text : text.substring(0, comma)).strip();
    if (key.isEmpty()) {
      throw PolicyParser.malformed("The variable in \"" + whole + "\" has no name.");
    }
    String otherwise = null;
    if (comma >= 0) {
      var quoted = text.substring(comma + 1).strip();
      if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
        throw PolicyParser.malformed(
            "The default value of the variable in \"" + whole + "\" must be in single quotes.");
      }
      otherwise = quoted.substring(1, quoted.length() - 1);
    }
    return new Part.Variable(key.toLowerCase(Locale.ROOT), otherwise);
  }
}
