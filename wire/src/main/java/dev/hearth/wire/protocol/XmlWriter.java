package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.QueryName;
import dev.hearth.wire.model.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Writes the SDK's classes as XML. Absent members are left out.
final class XmlWriter {
  /// Gives members names of another protocol; null for a member's own.
  @FunctionalInterface
  interface Names {
    @Nullable QueryName of(Shape shape, Member member);
  }

  private final StringBuilder out = new StringBuilder(1024);
  private final Names names;

  XmlWriter() {
    this((_, _) -> null);
  }

  XmlWriter(Names names) {
    this.names = names;
  }

  XmlWriter declaration() {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return this;
  }

  XmlWriter open(String name) {
    return open(name, null);
  }

  /// @param namespace null for that of the element around it
  XmlWriter open(String name, @Nullable String namespace) {
    out.append('<').append(name);
    if (namespace != null) {
      attribute("xmlns", namespace);
    }
    out.append('>');
    return this;
  }

  XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  XmlWriter text(String text) {
    text.codePoints().forEach(this::escape);
    return this;
  }

  XmlWriter element(String name, String text) {
    return open(name).text(text).close(name);
  }

  Payload payload() {
    return Payload.of(out.toString());
  }

  /// Writes the members of `pojo` that bodies hold, one element each.
  XmlWriter members(SdkPojo pojo) {
    var shape = Shape.of(pojo);
    for (var member : shape.body()) {
      var value = member.get(pojo);
      if (value != null && !member.isAttribute()) {
        member(names.of(shape, member), member, value);
      }
    }
    return this;
  }

  private void member(@Nullable QueryName other, Member member, Object value) {
    if (other == null) {
      value(member, member.answerName(), value);
    } else if (value instanceof Map<?, ?> map) {
      entries(
          member, map, other.name(), orElse(other.key(), "key"), orElse(other.value(), "value"));
    } else {
      elements(member, (List<?>) value, other.name());
    }
  }

  private static String orElse(@Nullable String name, String otherwise) {
    return name == null ? otherwise : name;
  }

  /// Writes `value` as an element, or as several where it is flattened.
  void value(Member member, String name, Object value) {
    switch (value) {
      case SdkPojo structure -> structure(member, name, structure);
      case List<?> list when member.isFlattened() -> elements(member, list, name);
      case List<?> list -> {
        open(name);
        elements(member, list, orElse(member.elementName(), "member"));
        close(name);
      }
      case Map<?, ?> map when member.isFlattened() ->
          entries(member, map, name, member.keyName(), member.valueName());
      case Map<?, ?> map -> {
        open(name);
        entries(member, map, "entry", member.keyName(), member.valueName());
        close(name);
      }
      default -> element(name, Scalars.write(member, value, Format.ISO_8601));
    }
  }

  private void elements(Member list, List<?> values, String name) {
    for (var value : values) {
      if (value != null) {
        value(list.element(), name, value);
      }
    }
  }

  private void entries(Member map, Map<?, ?> values, String entry, String key, String value) {
    values.forEach(
        (k, v) -> {
          open(entry).element(key, (String) k);
          value(map.element(), value, v);
          close(entry);
        });
  }

  private void structure(Member member, String name, SdkPojo structure) {
    out.append('<').append(name);
    var attributes = member.attributes();
    if (attributes != null) {
      attributes
          .attributes()
          .forEach(
              (attribute, accessors) -> {
                var value = accessors.attributeGetter().apply(structure);
                if (value != null) {
                  attribute(attribute, value);
                }
              });
    }
    out.append('>');
    members(structure);
    close(name);
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    text(value);
    out.append('"');
  }

  /// Line ends and tabs are escaped, for parsers normalise them; what XML 1.0 cannot carry at all
  /// becomes the replacement character.
  private void escape(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\t' -> out.append("&#x9;");
      case '\n' -> out.append("&#xA;");
      case '\r' -> out.append("&#xD;");
      default -> {
        boolean unknownToXml = c < ' ' || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF;
        out.appendCodePoint(unknownToXml ? 0xFFFD : c);
      }
    }
  }
}
