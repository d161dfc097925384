package dev.hearth.cli.check.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds secrets by what they are called: values that look random under names such as PASSWORD.
public final class NamedSecrets {
  private static final String KIND = "a value that looks like a secret";
  private static final int SHORTEST = 8;
  private static final int LONGEST = 512;
  private static final double CODE_ENTROPY = 3.0;
  private static final double VARIABLE_ENTROPY = 2.5;

  /// Longer lines are of minified files, whose names mean nothing.
  private static final int LONGEST_LINE = 2000;

  private static final List<String> NAMES =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "secret",
          "token",
          "apikey",
          "accesskey",
          "privatekey",
          "credential");

  /// Ends of names that say what a secret is called, or how it is used, not what it is.
  private static final List<String> ABOUT =
      List.of(
          "arn",
          "name",
          "url",
          "uri",
          "path",
          "file",
          "ttl",
          "type",
          "header",
          "length",
          "expiry",
          "parameter",
          "param",
          "endpoint",
          "table",
          "field",
          "prefix",
          "label",
          "pattern",
          "regex",
          "id");

  private static final List<String> PLACEHOLDERS =
      List.of(
          "example",
          "changeme",
          "change-me",
          "placeholder",
          "your",
          "xxxx",
          "dummy",
          "insert",
          "arn:",
          "http",
          "{{",
          "${",
          "#{",
          "<",
          "%(",
          "process.env",
          "os.environ",
          "/");

  /// Files in which values need no quotes.
  private static final List<String> PLAIN_FILES =
      List.of(".env", ".properties", ".ini", ".cfg", ".conf", ".yaml", ".yml", ".toml");

  private NamedSecrets() {}

  /// Whether a variable of this name and value is one.
  public static boolean isSecret(String name, String value) {
    return isName(name) && isValue(value, VARIABLE_ENTROPY);
  }

  /// Those that are written in `text`.
  ///
  /// @param path tells whether values need quotes
  public static List<FoundSecret> find(String path, String text) {
    var file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    boolean plain = PLAIN_FILES.stream().anyMatch(file::endsWith) || file.startsWith(".env");
    var found = new ArrayList<FoundSecret>();
    int start = 0;
    while (start < text.length() && found.size() < SecretShapes.MOST) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      if (end - start <= LONGEST_LINE) {
        line(text, start, end, plain, found);
      }
      start = end + 1;
    }
    return found;
  }

  /// Looks at each `name = value` and `name: value` of a line.
  private static void line(
      String text, int start, int end, boolean plain, List<FoundSecret> found) {
    int at = start;
    while (at < end) {
      if (!isNamePart(text.charAt(at))) {
        at++;
        continue;
      }
      int behind = at;
      while (behind < end && isNamePart(text.charAt(behind))) {
        behind++;
      }
      if (isName(text.substring(at, behind))) {
        int value = Assignment.value(text, behind, end);
        int close = value < 0 ? -1 : Assignment.end(text, value, end, plain);
        if (close > value && isValue(unquoted(text, value, close), CODE_ENTROPY)) {
          found.add(new FoundSecret(KIND, value, close));
          behind = close;
        }
      }
      at = behind;
    }
  }

  private static String unquoted(String text, int from, int to) {
    boolean quoted = Assignment.isQuote(text.charAt(from));
    return quoted ? text.substring(from + 1, to - 1) : text.substring(from, to);
  }

  private static boolean isNamePart(char c) {
    return Ascii.isAlphanumeric(c) || c == '_' || c == '-';
  }

  private static boolean isName(String name) {
    var plain = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
    return NAMES.stream().anyMatch(plain::contains) && ABOUT.stream().noneMatch(plain::endsWith);
  }

  private static boolean isValue(String value, double entropy) {
    if (value.length() < SHORTEST || value.length() > LONGEST) {
      return false;
    }
    var lower = value.toLowerCase(Locale.ROOT);
    boolean letter = false;
    boolean other = false;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        return false;
      }
      letter |= Character.isLetter(c);
      other |= Character.isDigit(c) || "!@#%^&*+=$?".indexOf(c) >= 0;
    }
    return letter
        && other
        && Entropy.bits(value) >= entropy
        && PLACEHOLDERS.stream().noneMatch(lower::startsWith)
        && !lower.contains("{{")
        && !lower.contains("${")
        && !lower.contains("example");
  }
}
