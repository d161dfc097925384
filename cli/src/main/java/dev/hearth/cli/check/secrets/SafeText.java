package dev.hearth.cli.check.secrets;

/// Makes what a package says fit to print: no secret, no control character, no end in sight.
public final class SafeText {
  private static final int LONGEST = 400;
  private static final int LONGEST_READ = 4_000;
  private static final char STRANGE = '\uFFFD';

  private SafeText() {}

  /// @return `whole`, with `…` for each secret and what is too long
  public static String of(String whole) {
    var text = whole.length() > LONGEST_READ ? cut(whole) : whole;
    var safe = new StringBuilder();
    int from = 0;
    for (var secret : SecretShapes.find(text, Integer.MAX_VALUE)) {
      if (secret.start() >= from) {
        safe.append(text, from, secret.start()).append('…');
        from = secret.end();
      }
    }
    safe.append(text, from, text.length());
    if (safe.length() > LONGEST) {
      safe.setLength(LONGEST);
      safe.append('…');
    }
    for (int at = 0; at < safe.length(); at++) {
      if (isStrange(safe.charAt(at))) {
        safe.setCharAt(at, STRANGE);
      }
    }
    return safe.toString();
  }

  /// Its beginning, without the word that is cut, for half a token is not known as one.
  private static String cut(String whole) {
    int end = LONGEST_READ;
    while (end > 0 && !Character.isWhitespace(whole.charAt(end - 1))) {
      end--;
    }
    return whole.substring(0, end) + '…';
  }

  /// Moves a terminal's cursor, turns the direction of reading, or is half a character.
  private static boolean isStrange(char c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
  }
}
