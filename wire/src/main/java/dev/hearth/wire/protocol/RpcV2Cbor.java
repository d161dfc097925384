package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import software.amazon.awssdk.core.SdkPojo;

/// rpcv2Cbor, the protocol of CloudWatch. Specification: Smithy RPC v2 CBOR.
final class RpcV2Cbor implements Protocol {
  static final RpcV2Cbor INSTANCE = new RpcV2Cbor();

  private RpcV2Cbor() {}

  @Override
  public Dialect dialect() {
    return Dialect.AWS_JSON;
  }

  @Override
  public SdkPojo read(OperationModel operation, Input input) {
    var builder = operation.newInput();
    JsonReader.read(Encoding.CBOR, input.body(), builder);
    return Shape.build(builder);
  }

  @Override
  public HttpResponse write(OperationModel operation, SdkPojo output, String requestId) {
    return HttpResponse.of(
        200,
        headers(requestId).build(),
        JsonWriter.write(Encoding.CBOR, cbor -> cbor.members(output)));
  }

  @Override
  public String contentType() {
    return "application/cbor";
  }

  @Override
  public Payload structure(String name, SdkPojo structure) {
    return JsonWriter.write(Encoding.CBOR, cbor -> cbor.members(structure));
  }

  @Override
  public HttpResponse write(WireError error, String requestId) {
    var headers = headers(requestId);
    var service = error.service();
    if (service != null && service.protocols().contains("awsQuery")) {
      headers.set("x-amzn-query-error", error.queryCode() + ";" + error.fault());
    }
    var body =
        JsonWriter.write(
            Encoding.CBOR,
            cbor -> {
              cbor.text("__type", error.code());
              AwsJson.error(cbor, error);
            });
    return HttpResponse.of(error.status(), headers.build(), body);
  }

  private static HttpHeaders.Builder headers(String requestId) {
    return HttpHeaders.builder()
        .set("x-amzn-RequestId", requestId)
        .set("smithy-protocol", "rpc-v2-cbor")
        .set("Content-Type", "application/cbor");
  }
}
