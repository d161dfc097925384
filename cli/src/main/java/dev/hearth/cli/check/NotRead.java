package dev.hearth.cli.check;

import java.util.function.Consumer;

/// Silence about what was not examined would be read as praise.
final class NotRead extends Rule<Unread> {
  NotRead() {
    super(
        "not-examined",
        Severity.LOW,
        Unread.class,
        "Something could not be examined",
        "Look at it by hand, or leave it out of the package.");
  }

  @Override
  protected void examine(Unread unread, Consumer<Finding> found) {
    found.accept(finding(unread.place(), unread.reason()));
  }
}
