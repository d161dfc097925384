package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.signature.Dialect;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// awsQuery, the protocol of IAM, STS, SNS and CloudFormation: forms in, XML out. SQS's and
/// CloudWatch's older clients speak it, too.
final class AwsQuery implements Protocol {
  static final AwsQuery INSTANCE = new AwsQuery();

  private AwsQuery() {}

  @Override
  public Dialect dialect() {
    return Dialect.QUERY;
  }

  @Override
  public SdkPojo read(OperationModel operation, Input input) {
    var builder = operation.newInput();
    new FormReader(names(operation.service())).read(input.form(), builder);
    address(builder, input);
    return Shape.build(builder);
  }

  /// SQS's oldest clients name the queue by sending the form to its URL.
  private static void address(SdkPojo builder, Input input) {
    var request = input.request();
    if (request.rawPath().length() > 1 && input.form().text("QueueUrl") == null) {
      for (var member : Shape.of(builder).members()) {
        if (member.modelName().equals("QueueUrl")) {
          member.set(builder, request.endpoint() + request.rawPath());
        }
      }
    }
  }

  @Override
  public HttpResponse write(OperationModel operation, SdkPojo output, String requestId) {
    var service = operation.service();
    var envelope = operation.name() + "Response";
    var result = operation.root();
    var xml = new XmlWriter(names(service)).open(envelope, service.xmlNamespace());
    if (result != null) {
      xml.open(result).members(output).close(result);
    }
    xml.open("ResponseMetadata").element("RequestId", requestId).close("ResponseMetadata");
    return answer(200, requestId, xml.close(envelope).payload());
  }

  @Override
  public String contentType() {
    return "text/xml";
  }

  @Override
  public Payload structure(String name, SdkPojo structure) {
    return new XmlWriter().open(name).members(structure).close(name).payload();
  }

  @Override
  public HttpResponse write(WireError error, String requestId) {
    var service = error.service();
    var xml = new XmlWriter(names(service));
    xml.open("ErrorResponse", service == null ? null : service.xmlNamespace()).open("Error");
    xml.element("Type", error.fault()).element("Code", error.queryCode());
    xml.element("Message", error.message());
    var details = error.details();
    if (details != null) {
      xml.members(details);
    }
    error.others().forEach(xml::element);
    xml.close("Error").element("RequestId", requestId).close("ErrorResponse");
    return answer(error.status(), requestId, xml.payload());
  }

  private static HttpResponse answer(int status, String requestId, Payload body) {
    var headers =
        HttpHeaders.builder().set("x-amzn-RequestId", requestId).set("Content-Type", "text/xml");
    return HttpResponse.of(status, headers.build(), body);
  }

  private static XmlWriter.Names names(@Nullable ServiceModel service) {
    return service == null
        ? (_, _) -> null
        : (shape, member) -> service.queryName(shape.name(), member.modelName());
  }
}
