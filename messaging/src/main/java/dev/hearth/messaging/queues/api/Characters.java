package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.ServiceException;

/// The characters that messages may have: those of XML 1.0. Source: `SendMessage`.
final class Characters {
  private static final int REPLACEMENT = 0xfffd;

  private Characters() {}

  /// The text with others replaced.
  ///
  /// @throws ServiceException `InvalidMessageContents` where no character is allowed
  static String allowed(String text) {
    if (areAllowed(text)) {
      return text;
    }
    if (text.codePoints().noneMatch(Characters::isAllowed)) {
      throw new ServiceException(
          "InvalidMessageContents",
          400,
          "The message contains characters outside the allowed set.");
    }
    var mended = new StringBuilder(text.length());
    text.codePoints().forEach(c -> mended.appendCodePoint(isAllowed(c) ? c : REPLACEMENT));
    return mended.toString();
  }

  static boolean areAllowed(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isAllowed(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
