package dev.hearth.invocation.ledger;

import java.util.Arrays;

/// How an event ended; each ends once.
public enum Outcome {
  /// The function answered without an error.
  SUCCESS("Success"),
  /// Its last attempt failed.
  RETRIES_EXHAUSTED("RetriesExhausted"),
  /// It would have had to wait longer than it may.
  EVENT_AGE_EXCEEDED("EventAgeExceeded"),
  /// The function may not run at all.
  ZERO_RESERVED_CONCURRENCY("ZeroReservedConcurrency"),
  /// The function kept calling itself.
  RECURSIVE_INVOCATION("RecursiveInvocation"),
  /// The function, version or alias is not there any more.
  FUNCTION_NOT_FOUND("FunctionNotFound");

  private final String condition;

  Outcome(String condition) {
    this.condition = condition;
  }

  /// The word for it in records and lists; the first three are AWS's own.
  public String condition() {
    return condition;
  }

  static Outcome of(String condition) {
    return Arrays.stream(values())
        .filter(outcome -> outcome.condition.equals(condition))
        .findFirst()
        .orElseThrow();
  }
}
