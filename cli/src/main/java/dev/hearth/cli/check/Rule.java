package dev.hearth.cli.check;

import java.util.function.Consumer;

/// One thing to look for.
///
/// @param <S> what it looks at
public abstract class Rule<S extends Subject> {
  private final String id;
  private final Severity severity;
  private final Class<S> about;
  private final String title;
  private final String advice;

  /// @param id stable: users ignore rules by it
  /// @param title what is wrong, without an example
  /// @param advice what to do about it
  protected Rule(String id, Severity severity, Class<S> about, String title, String advice) {
    this.id = id;
    this.severity = severity;
    this.about = about;
    this.title = title;
    this.advice = advice;
  }

  public final String id() {
    return id;
  }

  /// What a finding is worth unless it says otherwise.
  public final Severity severity() {
    return severity;
  }

  public final String title() {
    return title;
  }

  public final String advice() {
    return advice;
  }

  /// Looks at `subject`, where it is of the kind that this rule is about.
  final void check(Subject subject, Consumer<Finding> found) {
    if (about.isInstance(subject)) {
      examine(about.cast(subject), found);
    }
  }

  /// Tells what is wrong with `subject`.
  protected abstract void examine(S subject, Consumer<Finding> found);

  /// A finding of this rule.
  protected final Finding finding(Place place, String message) {
    return new Finding(this, severity, place, message);
  }

  /// A finding that is worth more or less than the rule's others.
  protected final Finding finding(Severity worth, Place place, String message) {
    return new Finding(this, worth, place, message);
  }
}
