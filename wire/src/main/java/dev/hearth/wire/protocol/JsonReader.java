package dev.hearth.wire.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Reads JSON, and CBOR, which is a binary JSON to its parser, into the SDK's classes.
///
/// It is as strict as AWS is: a number is no string, nor `1.5` an integer. A member of `null` is
/// absent; elements of lists and maps cannot be.
final class JsonReader {
  /// DynamoDB's 32 levels of attribute values take 2 in JSON each; nothing nests deeper.
  private static final int DEEPEST = 128;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxStringLength(Integer.MAX_VALUE) // bodies are limited already, and zips are one string
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(LIMITS)
          // Names come from clients, and interned strings never go.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final JsonFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(LIMITS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private final Encoding encoding;

  private JsonReader(JsonParser parser, Encoding encoding) {
    this.parser = parser;
    this.encoding = encoding;
  }

  /// Which member a name in an object means, or none.
  private interface Names {
    @Nullable Member find(Shape shape, String name);
  }

  /// Reads an object's members into `builder`; no content at all means no members.
  static void read(Encoding encoding, Payload body, SdkPojo builder) {
    read(encoding, body, builder, Shape::member);
  }

  /// As [#read], and the members too that travel outside of a body.
  static void readWhole(Payload json, SdkPojo builder) {
    read(Encoding.JSON, json, builder, Shape::anywhere);
  }

  private static void read(Encoding encoding, Payload body, SdkPojo builder, Names names) {
    if (body.size() == 0) {
      return;
    }
    try (var parser = (encoding == Encoding.JSON ? JSON : CBOR).createParser(body.bytes())) {
      var reader = new JsonReader(parser, encoding);
      parser.nextToken();
      reader.expect(JsonToken.START_OBJECT);
      reader.members(Shape.of(builder), builder, names);
      if (parser.nextToken() != null) {
        throw Malformed.because("Content after the end of the object");
      }
    } catch (IOException | IllegalStateException e) {
      // Jackson's own text quotes the input; an IllegalStateException tells of colliding names.
      throw Malformed.because("The body could not be parsed");
    }
  }

  /// Reads one JSON document into the SDK's class for free-form values.
  static Document document(Payload body) throws IOException {
    try (var parser = JSON.createParser(body.bytes())) {
      parser.nextToken();
      return new JsonReader(parser, Encoding.JSON).document();
    }
  }

  private void members(Shape shape, SdkPojo builder, Names names) throws IOException {
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var member = names.find(shape, name);
      var token = parser.nextToken();
      if (member == null) {
        parser.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        member.set(builder, value(member));
      }
    }
    expect(JsonToken.END_OBJECT);
  }

  private Object value(Member member) throws IOException {
    return switch (member.type()) {
      case STRING -> text();
      case INTEGER -> whole(member, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
      case LONG -> whole(member, Long.MIN_VALUE, Long.MAX_VALUE);
      case SHORT -> whole(member, Short.MIN_VALUE, Short.MAX_VALUE).shortValue();
      case BYTE -> whole(member, Byte.MIN_VALUE, Byte.MAX_VALUE).byteValue();
      case FLOAT -> Float.valueOf((float) fraction(member));
      case DOUBLE -> Double.valueOf(fraction(member));
      case BIG_DECIMAL -> parser.getDecimalValue();
      case BOOLEAN -> bool();
      case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(bytes());
      case INSTANT -> time(member);
      case LIST -> list(member.element());
      case MAP -> map(member.element());
      case SDK_POJO -> structure(member);
      case DOCUMENT -> document();
      default -> throw unexpected();
    };
  }

  private String text() throws IOException {
    expect(JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private Long whole(Member member, long least, long most) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT);
    try {
      long value = parser.getLongValue();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (InputCoercionException e) {
      // Falls through: beyond 64 bits.
    }
    throw Malformed.because("Number out of range for " + member.modelName());
  }

  private double fraction(Member member) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      if (!parser.currentToken().isNumeric()) {
        throw unexpected();
      }
      return parser.getDoubleValue();
    }
    return switch (parser.getText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw Malformed.because("Invalid value for " + member.modelName());
    };
  }

  private boolean bool() throws IOException {
    if (!parser.currentToken().isBoolean()) {
      throw unexpected();
    }
    return parser.getBooleanValue();
  }

  private byte[] bytes() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING
        && parser.currentToken() != JsonToken.VALUE_EMBEDDED_OBJECT) {
      throw unexpected();
    }
    return parser.getBinaryValue();
  }

  private Instant time(Member member) throws IOException {
    var format =
        switch (encoding) {
          case JSON -> member.timestampFormat(Format.UNIX_TIMESTAMP);
          case CBOR -> Format.UNIX_TIMESTAMP;
          case AWS_CBOR -> Format.UNIX_TIMESTAMP_MILLIS;
        };
    boolean number = format == Format.UNIX_TIMESTAMP || format == Format.UNIX_TIMESTAMP_MILLIS;
    if (number ? !parser.currentToken().isNumeric() : token() != JsonToken.VALUE_STRING) {
      throw unexpected();
    }
    try {
      return switch (format) {
        case UNIX_TIMESTAMP -> Scalars.epochSeconds(parser.getDecimalValue());
        case UNIX_TIMESTAMP_MILLIS -> Instant.ofEpochMilli(parser.getLongValue());
        case ISO_8601, RFC_822 -> Scalars.instant(parser.getText(), format);
      };
    } catch (RuntimeException e) {
      throw Malformed.because("Invalid value for " + member.modelName());
    }
  }

  private List<Object> list(Member element) throws IOException {
    expect(JsonToken.START_ARRAY);
    var values = new ArrayList<Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(element));
    }
    return values;
  }

  private Map<String, Object> map(Member value) throws IOException {
    expect(JsonToken.START_OBJECT);
    var values = new LinkedHashMap<String, Object>();
    for (var key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      values.put(key, value(value));
    }
    expect(JsonToken.END_OBJECT);
    return values;
  }

  private SdkPojo structure(Member member) throws IOException {
    expect(JsonToken.START_OBJECT);
    var builder = member.newBuilder();
    members(member.shape(), builder, Shape::member);
    return Shape.build(builder);
  }

  private Document document() throws IOException {
    return switch (token()) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Document>();
        for (var key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
          parser.nextToken();
          members.put(key, document());
        }
        yield Document.fromMap(members);
      }
      case START_ARRAY -> {
        var elements = new ArrayList<Document>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(document());
        }
        yield Document.fromList(elements);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(parser.getText());
      case VALUE_TRUE -> Document.fromBoolean(true);
      case VALUE_FALSE -> Document.fromBoolean(false);
      case VALUE_NULL -> Document.fromNull();
      case VALUE_STRING -> Document.fromString(parser.getText());
      default -> throw unexpected();
    };
  }

  private void expect(JsonToken token) {
    if (parser.currentToken() != token) {
      throw unexpected();
    }
  }

  private JsonToken token() {
    var token = parser.currentToken();
    return token == null ? JsonToken.NOT_AVAILABLE : token;
  }

  private ServiceException unexpected() {
    @Nullable String where = parser.getParsingContext().getCurrentName();
    // The name is one of the model's here, or a key of the client's, which is left out then.
    return Malformed.because(
        "Unexpected "
            + token()
            + (where != null && where.matches("\\w{1,64}") ? " at " + where : ""));
  }
}
