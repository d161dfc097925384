package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import java.io.IOException;
import software.amazon.awssdk.core.SdkPojo;

/// awsJson1_0 and awsJson1_1, the protocol of DynamoDB, Logs and most services; also its older
/// binary form, in which the SDK for Java talks to Kinesis.
final class AwsJson implements Protocol {
  static final AwsJson VERSION_1_0 = new AwsJson("application/x-amz-json-1.0", Encoding.JSON);
  static final AwsJson VERSION_1_1 = new AwsJson("application/x-amz-json-1.1", Encoding.JSON);
  static final AwsJson CBOR_1_1 = new AwsJson("application/x-amz-cbor-1.1", Encoding.AWS_CBOR);

  private final String contentType;
  private final Encoding encoding;

  private AwsJson(String contentType, Encoding encoding) {
    this.contentType = contentType;
    this.encoding = encoding;
  }

  @Override
  public Dialect dialect() {
    return Dialect.AWS_JSON;
  }

  @Override
  public SdkPojo read(OperationModel operation, Input input) {
    var builder = operation.newInput();
    JsonReader.read(encoding, input.body(), builder);
    return Shape.build(builder);
  }

  @Override
  public HttpResponse write(OperationModel operation, SdkPojo output, String requestId) {
    return answer(
        200, headers(requestId), JsonWriter.write(encoding, json -> json.members(output)));
  }

  @Override
  public String contentType() {
    return encoding == Encoding.JSON ? "application/json" : contentType;
  }

  @Override
  public Payload structure(String name, SdkPojo structure) {
    return JsonWriter.write(encoding, json -> json.members(structure));
  }

  @Override
  public HttpResponse write(WireError error, String requestId) {
    var headers = headers(requestId);
    var service = error.service();
    if (service != null && service.protocols().contains("awsQuery")) {
      // Clients that knew the service by its query protocol go by the codes that it had there.
      headers.set("x-amzn-query-error", error.queryCode() + ";" + error.fault());
    }
    var body =
        JsonWriter.write(
            encoding,
            json -> {
              json.text("__type", error.code());
              error(json, error);
            });
    // What other protocols answer with 403 is 400 here, unless the model says otherwise.
    boolean common = error.model() == null && error.status() == 403;
    return answer(common ? 400 : error.status(), headers, body);
  }

  private HttpHeaders.Builder headers(String requestId) {
    return HttpHeaders.builder()
        .set("x-amzn-RequestId", requestId)
        .set("Content-Type", contentType);
  }

  private static HttpResponse answer(int status, HttpHeaders.Builder headers, Payload body) {
    return HttpResponse.of(status, headers.build(), body);
  }

  /// Writes an error's message and further members.
  static void error(JsonWriter json, WireError error) throws IOException {
    json.text(error.messageMember(), error.message());
    var details = error.details();
    if (details != null) {
      json.members(details);
    }
    for (var other : error.others().entrySet()) {
      json.text(other.getKey(), other.getValue());
    }
  }
}
