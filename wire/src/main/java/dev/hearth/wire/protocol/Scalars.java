package dev.hearth.wire.protocol;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.model.Member;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.DateUtils;

/// Scalars as text, as labels, query parameters, headers, forms and XML carry them.
final class Scalars {
  /// More digits than any timestamp has; what exceeds them is an attack on the arithmetic.
  private static final int TIMESTAMP_DIGITS = 30;

  private static final Pattern DATE_TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z");

  private Scalars() {}

  /// Reads `text` as the type of `member`.
  ///
  /// @param format of timestamps whose member has none of its own
  /// @throws ServiceException `SerializationException` where it is no such value
  static Object read(Member member, String text, Format format) {
    try {
      return switch (member.type()) {
        case STRING ->
            member.isJsonValue() ? new String(fromBase64(text), StandardCharsets.UTF_8) : text;
        case INTEGER -> Integer.valueOf(text.strip());
        case LONG -> Long.valueOf(text.strip());
        case SHORT -> Short.valueOf(text.strip());
        case BYTE -> Byte.valueOf(text.strip());
        case FLOAT -> Float.valueOf((float) number(text));
        case DOUBLE -> Double.valueOf(number(text));
        case BIG_DECIMAL -> new BigDecimal(text.strip());
        case BOOLEAN -> bool(text.strip());
        case INSTANT -> instant(text.strip(), member.timestampFormat(format));
        case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(fromBase64(text.strip()));
        default -> throw new IllegalArgumentException("not a scalar");
      };
    } catch (RuntimeException e) {
      // Each parser has exceptions of its own; all of them mean that this is no such value.
      throw Malformed.because("Invalid value for " + member.modelName());
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  /// As Double does, but for Java's own suffixes and hexadecimal.
  static double number(String text) {
    var stripped = text.strip();
    if (stripped.matches("[-+0-9.eE]+|NaN|-?Infinity")) {
      return Double.parseDouble(stripped);
    }
    throw new NumberFormatException();
  }

  /// Reads a timestamp.
  static Instant instant(String text, Format format) {
    return switch (format) {
      case ISO_8601 -> dateTime(text);
      case RFC_822 -> DateUtils.parseRfc822Date(text);
      case UNIX_TIMESTAMP -> epochSeconds(new BigDecimal(text));
      case UNIX_TIMESTAMP_MILLIS -> Instant.ofEpochMilli(Long.parseLong(text));
    };
  }

  /// Seconds and the zone `Z` are always there in what AWS's clients send, and AWS insists on them.
  private static Instant dateTime(String text) {
    if (!DATE_TIME.matcher(text).matches()) {
      throw new IllegalArgumentException("not a date-time");
    }
    return DateUtils.parseIso8601Date(text);
  }

  /// @throws RuntimeException where it is beyond all dates
  static Instant epochSeconds(BigDecimal seconds) {
    if (Math.abs((long) seconds.scale()) > TIMESTAMP_DIGITS
        || seconds.precision() > TIMESTAMP_DIGITS) {
      throw new ArithmeticException("not a time");
    }
    long whole = seconds.setScale(0, java.math.RoundingMode.FLOOR).longValueExact();
    var fraction = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9);
    return Instant.ofEpochSecond(whole, fraction.longValue());
  }

  /// Writes a scalar.
  static String write(Member member, Object value, Format format) {
    return switch (value) {
      case Instant time -> text(time, member.timestampFormat(format));
      case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
      case String text when member.isJsonValue() ->
          Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }

  /// Writes a timestamp.
  static String text(Instant time, Format format) {
    return switch (format) {
      case ISO_8601 -> DateUtils.formatIso8601Date(time);
      case RFC_822 -> DateUtils.formatRfc822Date(time);
      // To the millisecond, and without a fraction where there is none.
      case UNIX_TIMESTAMP ->
          BigDecimal.valueOf(time.toEpochMilli(), 3).stripTrailingZeros().toPlainString();
      case UNIX_TIMESTAMP_MILLIS -> Long.toString(time.toEpochMilli());
    };
  }

  // The JDK's decoder does without the padding, AWS does not.
  private static byte[] fromBase64(String text) {
    if (text.length() % 4 != 0) {
      throw new IllegalArgumentException("not Base64");
    }
    return Base64.getDecoder().decode(text);
  }
}
