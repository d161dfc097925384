package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/// restXml, the protocol of S3.
final class RestXml implements Protocol {
  static final RestXml INSTANCE = new RestXml();
  private static final String XML = "application/xml";

  private RestXml() {}

  @Override
  public Dialect dialect() {
    return Dialect.S3;
  }

  @Override
  public SdkPojo read(OperationModel operation, Input input) {
    var builder = operation.newInput();
    HttpBinding.read(operation, input, builder);
    var shape = Shape.of(builder);
    var payload = shape.payload();
    if (payload == null) {
      if (!shape.body().isEmpty()) {
        XmlReader.read(input.body(), builder);
      }
    } else if (input.body().size() > 0) {
      payload.set(builder, payload(payload, input.body()));
    }
    return Shape.build(builder);
  }

  private static Object payload(Member member, Payload body) {
    return switch (member.type()) {
      case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(body.bytes());
      case STRING -> body.text();
      default -> {
        var builder = member.newBuilder();
        XmlReader.read(body, builder);
        yield Shape.build(builder);
      }
    };
  }

  @Override
  public HttpResponse write(OperationModel operation, SdkPojo output, String requestId) {
    var headers = headers(requestId);
    int status = HttpBinding.write(output, operation.status(), headers);
    var body = status == 204 ? null : body(operation, output);
    if (body == null) {
      return HttpResponse.of(status, headers.build(), Payload.EMPTY);
    }
    return HttpResponse.of(status, headers.set("Content-Type", XML).build(), body);
  }

  private static @Nullable Payload body(OperationModel operation, SdkPojo output) {
    var shape = Shape.of(output);
    var payload = shape.payload();
    if (payload == null) {
      return shape.body().isEmpty() ? null : document(operation, output);
    }
    return switch (payload.get(output)) {
      case SdkBytes bytes -> Payload.of(bytes.asByteArrayUnsafe());
      case String text -> operation.root() == null ? Payload.of(text) : element(operation, text);
      case SdkPojo structure -> {
        var xml = new XmlWriter().declaration();
        xml.value(payload, payload.name(), structure);
        yield xml.payload();
      }
      case null, default -> null;
    };
  }

  private static Payload document(OperationModel operation, SdkPojo output) {
    var root = operation.root() == null ? operation.name() + "Result" : operation.root();
    return new XmlWriter()
        .declaration()
        .open(root, operation.service().xmlNamespace())
        .members(output)
        .close(root)
        .payload();
  }

  /// A string that is all content of an element, as of S3's GetBucketLocation.
  private static Payload element(OperationModel operation, String text) {
    var root = String.valueOf(operation.root());
    return new XmlWriter()
        .declaration()
        .open(root, operation.service().xmlNamespace())
        .text(text)
        .close(root)
        .payload();
  }

  @Override
  public String contentType() {
    return XML;
  }

  @Override
  public Payload structure(String name, SdkPojo structure) {
    return new XmlWriter().open(name).members(structure).close(name).payload();
  }

  @Override
  public HttpResponse write(WireError error, String requestId) {
    var code = error.model() == null ? CommonErrors.inS3(error.code()) : error.code();
    var xml = new XmlWriter().declaration().open("Error").element("Code", code);
    xml.element("Message", error.message());
    var headers = headers(requestId).set("Content-Type", XML);
    var details = error.details();
    if (details != null) {
      HttpBinding.write(details, error.status(), headers);
      xml.members(details);
    }
    error.others().forEach(xml::element);
    xml.element("RequestId", requestId).close("Error");
    return HttpResponse.of(error.status(), headers.build(), xml.payload());
  }

  private static HttpHeaders.Builder headers(String requestId) {
    return HttpHeaders.builder().set("x-amz-request-id", requestId);
  }
}
