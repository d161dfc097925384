package dev.hearth.wire.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The percent-encoding of signatures: everything but `A–Z a–z 0–9 - . _ ~`, in upper-case hex. All
/// text here comes from request targets and is ASCII.
///
/// Source: AWS Signature Version 4, "Create a canonical request", `UriEncode()`.
final class UriEncoding {
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private UriEncoding() {}

  /// Appends `text`, encoded; what was encoded before is encoded once more.
  static void encode(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      append((byte) text.charAt(i), to);
    }
  }

  /// Appends `text` in the one spelling of its encoding: `%7e` becomes `~`, and `:` becomes `%3A`.
  /// A stray `%` is a percent sign, and a `+` a plus.
  static void normalize(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        append((byte) HexFormat.fromHexDigits(text, i + 1, i + 3), to);
        i += 2;
      } else {
        append((byte) text.charAt(i), to);
      }
    }
  }

  /// `text` with its escapes decoded as UTF-8.
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isEscape(String text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }

  private static void append(byte b, StringBuilder to) {
    if (isUnreserved(b)) {
      to.append((char) b);
    } else {
      UPPER.toHexDigits(to.append('%'), b);
    }
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
