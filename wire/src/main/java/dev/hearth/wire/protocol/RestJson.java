package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import java.io.IOException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/// restJson1, the protocol of Lambda and API Gateway.
final class RestJson implements Protocol {
  static final RestJson INSTANCE = new RestJson();
  private static final String JSON = "application/json";

  private RestJson() {}

  @Override
  public Dialect dialect() {
    return Dialect.REST_JSON;
  }

  @Override
  public SdkPojo read(OperationModel operation, Input input) {
    var builder = operation.newInput();
    HttpBinding.read(operation, input, builder);
    var shape = Shape.of(builder);
    var payload = shape.payload();
    if (payload == null) {
      if (!shape.body().isEmpty()) {
        JsonReader.read(Encoding.JSON, input.body(), builder);
      }
    } else if (input.body().size() > 0) {
      payload.set(builder, payload(payload, input.body()));
    }
    return Shape.build(builder);
  }

  /// The content that is one member as a whole. A blob is not copied.
  private static Object payload(Member member, Payload body) {
    return switch (member.type()) {
      case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(body.bytes());
      case STRING -> body.text();
      case DOCUMENT -> {
        try {
          yield JsonReader.document(body);
        } catch (IOException e) {
          throw Malformed.because("The body could not be parsed");
        }
      }
      default -> {
        var builder = member.newBuilder();
        JsonReader.read(Encoding.JSON, body, builder);
        yield Shape.build(builder);
      }
    };
  }

  @Override
  public HttpResponse write(OperationModel operation, SdkPojo output, String requestId) {
    var headers = HttpHeaders.builder().set("x-amzn-RequestId", requestId);
    var body = body(output, headers);
    // After the body, for a member may say the content's type better.
    int status = HttpBinding.write(output, operation.status(), headers);
    return status == 204
        ? HttpResponse.of(status, headers.remove("Content-Type").build(), Payload.EMPTY)
        : HttpResponse.of(status, headers.build(), body);
  }

  private static Payload body(SdkPojo output, HttpHeaders.Builder headers) {
    var shape = Shape.of(output);
    var payload = shape.payload();
    if (payload == null) {
      return shape.body().isEmpty() ? Payload.EMPTY : json(output, headers);
    }
    return switch (payload.get(output)) {
      case SdkBytes bytes -> {
        headers.set("Content-Type", "application/octet-stream");
        yield Payload.of(bytes.asByteArrayUnsafe());
      }
      case String text -> {
        headers.set("Content-Type", "text/plain");
        yield Payload.of(text);
      }
      case SdkPojo structure -> json(structure, headers);
      case null, default -> Payload.EMPTY;
    };
  }

  private static Payload json(SdkPojo structure, HttpHeaders.Builder headers) {
    headers.set("Content-Type", JSON);
    return JsonWriter.write(Encoding.JSON, json -> json.members(structure));
  }

  @Override
  public String contentType() {
    return JSON;
  }

  @Override
  public Payload structure(String name, SdkPojo structure) {
    return JsonWriter.write(Encoding.JSON, json -> json.members(structure));
  }

  @Override
  public HttpResponse write(WireError error, String requestId) {
    var headers = HttpHeaders.builder();
    headers.set("x-amzn-RequestId", requestId);
    headers.set("x-amzn-ErrorType", error.code());
    headers.set("Content-Type", JSON);
    var details = error.details();
    if (details != null) {
      HttpBinding.write(details, error.status(), headers);
    }
    return HttpResponse.of(
        error.status(),
        headers.build(),
        JsonWriter.write(Encoding.JSON, json -> AwsJson.error(json, error)));
  }
}
