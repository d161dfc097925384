package dev.hearth.sandbox.linux;

import java.util.Map;

/// How a process ended.
///
/// @param code 0 to 255; 128 + n where signal n ended it, as shells and bubblewrap tell it
public record ExitStatus(int code) {
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "hangup"),
          Map.entry(2, "interrupt"),
          Map.entry(3, "quit"),
          Map.entry(4, "illegal instruction"),
          Map.entry(6, "aborted"),
          Map.entry(7, "bus error"),
          Map.entry(8, "floating point exception"),
          Map.entry(9, "killed"),
          Map.entry(11, "segmentation fault"),
          Map.entry(15, "terminated"),
          Map.entry(31, "bad system call"));

  /// Reads what `waitpid` tells.
  static ExitStatus ofWait(int status) {
    int signal = status & 0x7f;
    return new ExitStatus(signal == 0 ? status >> 8 & 0xff : 128 + signal);
  }

  /// In Lambda's words: `exit status 1`, `signal: killed`.
  @Override
  public String toString() {
    int signal = code - 128;
    return signal > 0 && signal < 65
        ? "signal: " + SIGNALS.getOrDefault(signal, "signal " + signal)
        : "exit status " + code;
  }
}
