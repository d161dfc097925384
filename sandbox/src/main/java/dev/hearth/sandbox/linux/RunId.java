package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// One life of one Hearth process, told from any other that had or will have its process id.
///
/// @param pid the process id
/// @param started clock ticks from the machine's start to the process's, `/proc/<pid>/stat`
public record RunId(long pid, long started) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,10})-([0-9]{1,18})(?:-[0-9]+)?");

  /// This process's.
  public static RunId current() {
    long pid = ProcessHandle.current().pid();
    return of(pid).orElseThrow(() -> new IllegalStateException("/proc has no process " + pid));
  }

  private static Optional<RunId> of(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field, the name, may hold anything, even parentheses; the start is the 22nd.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
      return Optional.of(new RunId(pid, Long.parseLong(fields[19])));
    } catch (IOException e) {
      return Optional.empty(); // it is gone
    }
  }

  /// Reads what begins with what [#toString] wrote, and may have a count behind it.
  static Optional<RunId> parse(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new RunId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /// Whether that very process still runs.
  boolean alive() {
    return of(pid).equals(Optional.of(this));
  }

  @Override
  public String toString() {
    return pid + "-" + started;
  }
}
