package dev.hearth.sandbox.linux;

import java.util.Map;

/// How a process ended.
///
/// @param code 0 to 255; 128 + n where signal n ended it, as shells and bubblewrap tell it
public record ExitStatus(int code) {
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1,
          "hangup",
          2,
          "interrupt",
          3,
          "quit",
          4,
          "illegal instruction",
          6,
          "aborted",
          7,
          "bus error",
          8,
          "floating point exception",
          9,
          "killed",
          11,
          "segmentation fault",
          15,
          "terminated");

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
