package dev.hearth.wire.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Writes the SDK's classes as JSON or CBOR. Absent members are left out.
final class JsonWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final CBORFactory CBOR = new CBORFactory();

  /// CBOR's tag of seconds since the epoch (RFC 8949, 3.4.2).
  private static final int EPOCH_SECONDS = 1;

  private final JsonGenerator out;
  private final Encoding encoding;

  private JsonWriter(JsonGenerator out, Encoding encoding) {
    this.out = out;
    this.encoding = encoding;
  }

  /// Writes the fields of one object.
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonWriter writer) throws IOException;
  }

  /// One object, or map, as CBOR calls it.
  static Payload write(Encoding encoding, Fields fields) {
    var bytes = new ByteArrayBuilder();
    try (var out = (encoding == Encoding.JSON ? JSON : CBOR).createGenerator(bytes)) {
      out.writeStartObject();
      fields.writeTo(new JsonWriter(out, encoding));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Payload.of(bytes.toByteArray());
  }

  /// One free-form value.
  static Payload document(Document document) {
    var bytes = new ByteArrayBuilder();
    try (var out = JSON.createGenerator(bytes)) {
      new JsonWriter(out, Encoding.JSON).value(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Payload.of(bytes.toByteArray());
  }

  void text(String name, String value) throws IOException {
    out.writeStringField(name, wellFormed(value));
  }

  /// Writes the members of `pojo` that bodies hold.
  void members(SdkPojo pojo) throws IOException {
    for (var member : Shape.of(pojo).body()) {
      var value = member.get(pojo);
      if (value != null) {
        out.writeFieldName(member.name());
        value(member, value);
      }
    }
  }

  private void value(Member member, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(wellFormed(text));
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Boolean bool -> out.writeBoolean(bool);
      case Double number -> number(number, Double.isFinite(number));
      case Float number -> number(number, Float.isFinite(number));
      case Short number -> out.writeNumber(number);
      case Byte number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      case Instant time -> time(time, member.timestampFormat(Format.UNIX_TIMESTAMP));
      case SdkBytes bytes -> out.writeBinary(bytes.asByteArrayUnsafe());
      case List<?> list -> list(member.element(), list);
      case Map<?, ?> map -> map(member.element(), map);
      case SdkPojo structure -> {
        out.writeStartObject();
        members(structure);
        out.writeEndObject();
      }
      case Document document -> value(document);
      default -> throw new IllegalStateException("A member of " + value.getClass());
    }
  }

  private void number(Number number, boolean finite) throws IOException {
    if (encoding != Encoding.JSON && number instanceof Float single) {
      out.writeNumber(single.floatValue());
    } else if (finite || encoding != Encoding.JSON) {
      out.writeNumber(number.doubleValue());
    } else {
      out.writeString(number.toString()); // "NaN", "Infinity": JSON has no literals for them
    }
  }

  private void time(Instant time, Format format) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      cbor.writeTag(EPOCH_SECONDS);
      if (encoding == Encoding.AWS_CBOR) {
        out.writeNumber(time.toEpochMilli());
      } else {
        out.writeNumber(time.toEpochMilli() / 1000d);
      }
    } else if (format == Format.UNIX_TIMESTAMP || format == Format.UNIX_TIMESTAMP_MILLIS) {
      out.writeNumber(Scalars.text(time, format));
    } else {
      out.writeString(Scalars.text(time, format));
    }
  }

  private void list(Member element, List<?> values) throws IOException {
    out.writeStartArray();
    for (var value : values) {
      value(element, value);
    }
    out.writeEndArray();
  }

  private void map(Member element, Map<?, ?> values) throws IOException {
    out.writeStartObject();
    for (var entry : values.entrySet()) {
      out.writeFieldName(wellFormed((String) entry.getKey()));
      value(element, entry.getValue());
    }
    out.writeEndObject();
  }

  private void value(Document document) throws IOException {
    if (document.isMap()) {
      out.writeStartObject();
      for (var entry : document.asMap().entrySet()) {
        out.writeFieldName(wellFormed(entry.getKey()));
        value(entry.getValue());
      }
      out.writeEndObject();
    } else if (document.isList()) {
      out.writeStartArray();
      for (var element : document.asList()) {
        value(element);
      }
      out.writeEndArray();
    } else if (document.isNumber()) {
      out.writeNumber(document.asNumber().bigDecimalValue());
    } else if (document.isBoolean()) {
      out.writeBoolean(document.asBoolean());
    } else if (document.isNull()) {
      out.writeNull();
    } else {
      out.writeString(wellFormed(document.asString()));
    }
  }

  /// JSON's escapes can bring half a surrogate pair in, which UTF-8 cannot bring out again.
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
        i++;
      }
    }
    return text;
  }
}
