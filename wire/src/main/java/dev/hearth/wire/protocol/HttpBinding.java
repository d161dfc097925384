package dev.hearth.wire.protocol;

import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Members that REST protocols carry outside of the body: in the path, the query string, headers
/// and the status. Specification: Smithy 2.0, "HTTP binding traits".
final class HttpBinding {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private HttpBinding() {}

  /// Sets the bound members of `builder` from the request.
  static void read(Input input, SdkPojo builder) {
    for (var member : Shape.of(builder).bound()) {
      switch (member.location()) {
        case PATH, GREEDY_PATH -> label(member, input.labels(), builder);
        case QUERY_PARAM -> query(member, input.query(), builder);
        case HEADER -> header(member, input.request().headers(), builder);
        default -> {}
      }
    }
  }

  private static void label(Member member, Map<String, String> labels, SdkPojo builder) {
    var text = labels.get(member.name());
    if (text != null) {
      member.set(builder, Scalars.read(member, text, Format.ISO_8601));
    }
  }

  private static void query(Member member, Parameters query, SdkPojo builder) {
    if (member.type() == MarshallingKnownType.MAP) {
      var values = queryMap(member, query);
      if (!values.isEmpty()) {
        member.set(builder, values);
      }
    } else if (query.contains(member.name())) {
      var texts = query.all(member.name());
      if (member.type() == MarshallingKnownType.LIST) {
        member.set(builder, scalars(member.element(), texts, Format.ISO_8601));
      } else if (!texts.getFirst().isEmpty() || member.type() == MarshallingKnownType.STRING) {
        member.set(builder, Scalars.read(member, texts.getFirst(), Format.ISO_8601));
      }
    }
  }

  /// All parameters, those that other members are bound to as well.
  private static Map<String, Object> queryMap(Member member, Parameters query) {
    boolean lists = member.element().type() == MarshallingKnownType.LIST;
    var values = new LinkedHashMap<String, Object>();
    query.asMap().forEach((name, texts) -> values.put(name, lists ? texts : texts.getFirst()));
    return values;
  }

  private static void header(Member member, HttpHeaders headers, SdkPojo builder) {
    if (member.type() == MarshallingKnownType.MAP) {
      var values = prefixed(headers, member.name());
      if (!values.isEmpty()) {
        member.set(builder, values);
      }
    } else if (headers.contains(member.name())) {
      var text = String.join(",", headers.all(member.name()));
      if (member.type() == MarshallingKnownType.LIST) {
        boolean dates = member.element().type() == MarshallingKnownType.INSTANT;
        var texts = dates ? splitDates(text) : split(text);
        member.set(builder, scalars(member.element(), texts, Format.RFC_822));
      } else if (!text.isEmpty() || member.type() == MarshallingKnownType.STRING) {
        member.set(builder, Scalars.read(member, text, Format.RFC_822));
      }
    }
  }

  /// As `x-amz-meta-color: red`; the names of headers have no case, and S3 gives them in lower
  /// case.
  private static Map<String, Object> prefixed(HttpHeaders headers, String prefix) {
    var values = new LinkedHashMap<String, Object>();
    headers
        .asMap()
        .forEach(
            (name, texts) -> {
              if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                var key = name.substring(prefix.length()).toLowerCase(Locale.ROOT);
                values.put(key, String.join(",", texts));
              }
            });
    return values;
  }

  private static List<Object> scalars(Member element, List<String> texts, Format format) {
    var values = new ArrayList<Object>(texts.size());
    for (var text : texts) {
      values.add(Scalars.read(element, text, format));
    }
    return values;
  }

  /// Splits `a, "b,c"` at the commas outside of quotes.
  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == ',' && !quoted) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }

  /// Splits at every second comma, for each date in a header has one of its own.
  private static List<String> splitDates(String text) {
    var commas = List.of(text.split(",", -1));
    if (commas.size() % 2 != 0) {
      return commas.stream().map(String::strip).toList(); // epoch seconds, or not dates at all
    }
    var dates = new ArrayList<String>();
    for (int i = 0; i < commas.size(); i += 2) {
      dates.add((commas.get(i) + "," + commas.get(i + 1)).strip());
    }
    return dates;
  }

  /// Puts the bound members of `output` into `headers`.
  ///
  /// @return the status, which may be a member
  static int write(SdkPojo output, int status, HttpHeaders.Builder headers) {
    int answered = status;
    for (var member : Shape.of(output).bound()) {
      var value = member.get(output);
      switch (member.location()) {
        case STATUS_CODE -> answered = value == null ? answered : (Integer) value;
        case HEADER -> {
          switch (value) {
            case null -> {}
            case Map<?, ?> map ->
                map.forEach((k, v) -> headers.set(member.name() + k, oneLine((String) v)));
            case List<?> list -> headers.set(member.name(), join(member.element(), list));
            default ->
                headers.set(member.name(), oneLine(Scalars.write(member, value, Format.RFC_822)));
          }
        }
        default -> {}
      }
    }
    return answered;
  }

  private static String join(Member element, List<?> values) {
    var texts = new ArrayList<String>(values.size());
    for (var value : values) {
      var text = Scalars.write(element, value, Format.RFC_822);
      boolean quote = value instanceof String && (text.indexOf(',') >= 0 || text.indexOf('"') >= 0);
      texts.add(
          oneLine(quote ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : text));
    }
    return String.join(", ", texts);
  }

  /// A line end in a header would begin another one of the caller's choice; no header takes any
  /// control character.
  private static String oneLine(String value) {
    return CONTROL.matcher(value).replaceAll(" ");
  }
}
