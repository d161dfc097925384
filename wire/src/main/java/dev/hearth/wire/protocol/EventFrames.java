package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Frames events as `application/vnd.amazon.eventstream`, each flushed as it is written.
/// Specification: Smithy 2.0, "Amazon Event Stream".
public final class EventFrames {
  /// The type of an answer that holds events.
  public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  /// The SDK's events tell their type in a method that they have no common interface for.
  private static final ClassValue<Method> EVENT_TYPE =
      new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> event) {
          try {
            return event.getMethod("sdkEventType");
          } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("No event of the SDK: " + event, e);
          }
        }
      };

  private final Protocol protocol;
  private final OutputStream out;

  public EventFrames(Protocol protocol, OutputStream out) {
    this.protocol = protocol;
    this.out = out;
  }

  /// What RPC protocols send first: the output's members, for which REST has headers.
  public void initialResponse(SdkPojo output) throws IOException {
    var body = protocol.structure("initial-response", output);
    write(headers("event", "initial-response", protocol.contentType()), body);
  }

  /// One event.
  public void event(SdkPojo event) throws IOException {
    var type = type(event);
    var shape = Shape.of(event);
    var payload = shape.payload();
    var contentType = protocol.contentType();
    Payload body;
    if (payload == null) {
      body = shape.body().isEmpty() ? Payload.EMPTY : protocol.structure(type, event);
    } else {
      switch (payload.get(event)) {
        case SdkBytes bytes -> {
          contentType = "application/octet-stream";
          body = Payload.of(bytes.asByteArrayUnsafe());
        }
        case String text -> {
          contentType = "text/plain";
          body = Payload.of(text);
        }
        case SdkPojo structure -> body = protocol.structure(payload.name(), structure);
        case null, default -> body = Payload.EMPTY;
      }
    }
    var headers = headers("event", type, contentType);
    for (var member : shape.bound()) {
      header(member, event, headers);
    }
    write(headers, body);
  }

  private static void header(Member member, SdkPojo event, Map<String, HeaderValue> headers) {
    var value = member.get(event);
    if (member.location() == MarshallLocation.HEADER && value != null) {
      headers.put(
          member.name(), HeaderValue.fromString(Scalars.write(member, value, Format.ISO_8601)));
    }
  }

  /// An error that ends the stream.
  public void exception(WireError error) throws IOException {
    var headers = headers("exception", error.code(), "application/json");
    write(headers, JsonWriter.write(Encoding.JSON, json -> AwsJson.error(json, error)));
  }

  private static String type(SdkPojo event) {
    try {
      return EVENT_TYPE.get(event.getClass()).invoke(event).toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, HeaderValue> headers(String kind, String type, String contentType) {
    var headers = new LinkedHashMap<String, HeaderValue>();
    headers.put(":message-type", HeaderValue.fromString(kind));
    headers.put(":" + kind + "-type", HeaderValue.fromString(type));
    headers.put(":content-type", HeaderValue.fromString(contentType));
    return headers;
  }

  private void write(Map<String, HeaderValue> headers, Payload body) throws IOException {
    var frame = new Message(headers, body.bytes()).toByteBuffer(); // encode() flushes each part
    out.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
    out.flush();
  }
}
