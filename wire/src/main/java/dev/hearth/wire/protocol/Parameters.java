package dev.hearth.wire.protocol;

import dev.hearth.kernel.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decoded `name=value` pairs, of a query string or of a form.
public final class Parameters {
  /// More than any operation has members; SSM's and CloudWatch's longest forms stay far below.
  private static final int MOST = 20_000;

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Parameters() {}

  /// Reads `a=b&c`; a name without a value has an empty one.
  ///
  /// @throws ServiceException `SerializationException` for a broken percent-encoding or too many
  public static Parameters parse(String encoded) {
    var parameters = new Parameters();
    int count = 0;
    for (int start = 0; start < encoded.length(); ) {
      int end = encoded.indexOf('&', start);
      end = end < 0 ? encoded.length() : end;
      if (end > start) {
        if (++count > MOST) {
          throw Malformed.because("More than " + MOST + " parameters");
        }
        parameters.add(encoded.substring(start, end));
      }
      start = end + 1;
    }
    return parameters;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    var name = decode(equals < 0 ? pair : pair.substring(0, equals));
    var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
  }

  /// Undoes percent-encoding, and `+` for a space.
  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Malformed.because("Broken percent-encoding");
    }
  }

  /// Undoes the percent-encoding of a path's segment, in which `+` means itself.
  public static String decodeSegment(String encoded) {
    return encoded.indexOf('%') < 0 ? encoded : decode(encoded.replace("+", "%2B"));
  }

  /// The first value of `name`, or null.
  public @Nullable String first(String name) {
    var all = values.get(name);
    return all == null ? null : all.getFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean contains(String name) {
    return values.containsKey(name);
  }

  Map<String, List<String>> asMap() {
    return values;
  }

  @Override
  public String toString() {
    return "Parameters" + values.keySet(); // values may be secrets
  }
}
