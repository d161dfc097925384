package dev.hearth.invocation.ledger;

import java.util.Arrays;

/// A record on its way to a destination.
///
/// @param target the destination's ARN
/// @param why the last thing that went wrong; empty where nothing did
public record Sending(Kind kind, String target, State state, String why) {
  /// Which of a function's destinations it is.
  public enum Kind {
    ON_SUCCESS("OnSuccess"),
    ON_FAILURE("OnFailure"),
    DEAD_LETTER("DeadLetter");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// As lists show it.
    public String word() {
      return word;
    }

    static Kind of(String word) {
      return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst().orElseThrow();
    }
  }

  /// How far it is.
  public enum State {
    PENDING("Pending"),
    DELIVERED("Delivered"),
    FAILED("Failed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /// As lists show it.
    public String word() {
      return word;
    }

    static State of(String word) {
      return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst().orElseThrow();
    }
  }
}
