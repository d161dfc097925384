package dev.hearth.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command reads from and writes to, and the environment that it was started in.
///
/// Answers go to `out`, so that they can be piped; everything said about them goes to `err`.
public final class Terminal {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  public Terminal(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
  }

  /// That of this process.
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.getenv());
  }

  InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /// A variable's value; null where it is unset or empty.
  public @Nullable String variable(String name) {
    var value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /// How the user calls the program, for advice to be pasted: `./hearth` in a checkout.
  public String hearth() {
    var command = variable("HEARTH_COMMAND");
    return command == null ? "hearth" : command;
  }

  /// How to write to `out`.
  public Style style() {
    return new Style(colours("1"));
  }

  /// How to write to `err`.
  public Style errorStyle() {
    return new Style(colours("2"));
  }

  /// Whether a person reads `out`.
  boolean interactive() {
    return terminals().contains("1");
  }

  // Java cannot tell which of the three streams is a terminal; the launcher can.
  private String terminals() {
    var found = variable("HEARTH_TTY");
    return found == null ? "" : found;
  }

  // NO_COLOR: any non-empty value, https://no-color.org
  private boolean colours(String descriptor) {
    return terminals().contains(descriptor)
        && variable("NO_COLOR") == null
        && !"dumb".equals(variable("TERM"));
  }
}
