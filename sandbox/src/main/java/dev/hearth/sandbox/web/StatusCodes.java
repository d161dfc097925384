package dev.hearth.sandbox.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A set of HTTP status codes, such as `500,502-504`.
///
/// @param ranges each with its first and its last code
public record StatusCodes(List<Range> ranges) {
  private static final Pattern TEXT =
      Pattern.compile("\\s*([1-9][0-9]{2})\\s*(?:-\\s*([1-9][0-9]{2})\\s*)?");

  /// Both ends are part of it.
  public record Range(int first, int last) {}

  public StatusCodes {
    ranges = List.copyOf(ranges);
  }

  static StatusCodes of(int first, int last) {
    return new StatusCodes(List.of(new Range(first, last)));
  }

  /// @param name of the variable, for the message
  /// @throws IllegalArgumentException for what is no list of codes
  static StatusCodes parse(String name, String text) {
    var ranges = new ArrayList<Range>();
    for (var part : text.split(",", -1)) {
      var matcher = TEXT.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "%s: %s (expected: such as 500,502-504)".formatted(name, text));
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      ranges.add(new Range(first, last));
    }
    return new StatusCodes(ranges);
  }

  public boolean contain(int status) {
    return ranges.stream().anyMatch(range -> range.first <= status && status <= range.last);
  }
}
