package dev.hearth.sandbox.linux;

/// What a process is forked for; see [Launcher#fork].
public enum Fork {
  /// To wait for a function: it makes ready for it all that it can.
  PARKED("parked"),
  /// For a function that waits for it.
  AT_ONCE("at-once"),
  /// As `AT_ONCE`, and copies can be made of it: see [Launcher#arrange].
  TEMPLATE("template");

  private final String word;

  Fork(String word) {
    this.word = word;
  }

  /// For the process that forks.
  String word() {
    return word;
  }
}
