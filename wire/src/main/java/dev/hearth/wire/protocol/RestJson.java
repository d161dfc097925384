package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import java.io.IOException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;

/// restJson1, the protocol of Lambda and API Gateway.
final class RestJson extends Rest {
  static final RestJson INSTANCE = new RestJson();
  private static final String JSON = "application/json";

  private RestJson() {
    super("x-amzn-RequestId");
  }

  @Override
  public Dialect dialect() {
    return Dialect.REST_JSON;
  }

  @Override
  void readDocument(Payload body, SdkPojo builder) {
    JsonReader.read(Encoding.JSON, body, builder);
  }

  @Override
  Object readOther(Member member, Payload body) {
    try {
      return JsonReader.document(body);
    } catch (IOException e) {
      throw Malformed.because("The body could not be parsed");
    }
  }

  /// An output without members in the body is an empty object; only no output at all is nothing.
  @Override
  Content document(OperationModel operation, SdkPojo output) {
    return Shape.of(output).body().isEmpty() && !operation.hasDocument()
        ? Content.NONE
        : json(output);
  }

  @Override
  Content whole(OperationModel operation, Member member, Object value) {
    return switch (value) {
      case String text -> new Content("text/plain", Payload.of(text));
      case SdkPojo structure -> json(structure);
      case Document document -> new Content(JSON, JsonWriter.document(document));
      default -> throw new IllegalStateException("A body of " + value.getClass());
    };
  }

  private static Content json(SdkPojo structure) {
    return new Content(JSON, JsonWriter.write(Encoding.JSON, json -> json.members(structure)));
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
    var headers = headers(requestId);
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
