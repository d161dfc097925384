package dev.hearth.wire.validation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A pattern of a model, compiled on first use and matched within a bounded number of steps: some
/// of AWS's patterns backtrack without end on hostile texts.
final class BoundedPattern {
  /// Characters looked at before a text counts as no match; some 20 ms.
  private static final int MOST_STEPS = 2_000_000;

  /// How models spell a region. Hearth's regions may have names of their own, so inside of ARNs any
  /// well-formed one is as good.
  private static final Pattern REGION =
      Pattern.compile(
          "\\[a-z]\\{2}(\\(-gov\\)\\?|\\(\\(-gov\\)\\|\\(-iso\\(b\\?\\)\\)\\)\\?)?"
              + "-\\[a-z-?]\\+-(\\\\d(\\{1}|\\+)?|\\[\\\\w-]\\+)");

  private final String text;
  private volatile @Nullable Pattern pattern;

  BoundedPattern(String text) {
    this.text = text;
  }

  boolean matches(String subject) {
    var matcher = pattern().matcher(new CountedText(subject));
    try {
      // The models' patterns mean the whole text, but for those that anchor its beginning only.
      boolean opens = text.startsWith("^") && !text.endsWith("$");
      return opens ? matcher.lookingAt() : matcher.matches();
    } catch (TooManySteps | StackOverflowError e) {
      return false;
    }
  }

  private Pattern pattern() {
    var compiled = pattern;
    if (compiled == null) {
      var relaxed = REGION.matcher(text).replaceAll(Matcher.quoteReplacement("[a-z0-9-]+"));
      pattern = compiled = Pattern.compile(relaxed);
    }
    return compiled;
  }

  /// As the model spells it.
  @Override
  public String toString() {
    return text;
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super(null, null, false, false);
    }
  }

  /// A text that counts how often it is looked at.
  private static final class CountedText implements CharSequence {
    private final String text;
    private int steps;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
