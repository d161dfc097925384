package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import software.amazon.awssdk.core.SdkPojo;

/// restXml, the protocol of S3.
final class RestXml extends Rest {
  static final RestXml INSTANCE = new RestXml();
  private static final String XML = "application/xml";

  private RestXml() {
    super("x-amz-request-id");
  }

  @Override
  public Dialect dialect() {
    return Dialect.S3;
  }

  @Override
  void readDocument(Payload body, SdkPojo builder) {
    XmlReader.read(body, builder);
  }

  @Override
  Object readOther(Member member, Payload body) {
    throw new IllegalStateException("A body of " + member.type());
  }

  @Override
  Content document(OperationModel operation, SdkPojo output) {
    return Shape.of(output).body().isEmpty()
        ? Content.NONE
        : new Content(XML, members(operation, output));
  }

  @Override
  Content whole(OperationModel operation, Member member, Object value) {
    return switch (value) {
      case String text ->
          operation.root() == null
              ? new Content("text/plain", Payload.of(text))
              : new Content(XML, element(operation, text));
      default -> {
        var xml = new XmlWriter().declaration();
        xml.value(member, member.name(), value);
        yield new Content(XML, xml.payload());
      }
    };
  }

  private static Payload members(OperationModel operation, SdkPojo output) {
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
}
