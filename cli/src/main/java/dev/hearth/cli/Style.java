package dev.hearth.cli;

/// Marks text for a terminal, or leaves it as it is.
///
/// @param colour false for pipes, files and `NO_COLOR`
public record Style(boolean colour) {
  public String bold(String text) {
    return mark("1", text);
  }

  public String dim(String text) {
    return mark("2", text);
  }

  public String good(String text) {
    return mark("32", text);
  }

  public String warning(String text) {
    return mark("33", text);
  }

  public String bad(String text) {
    return mark("31", text);
  }

  private String mark(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
