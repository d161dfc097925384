package dev.hearth.wire.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.smithy.aws.traits.protocols.AwsQueryErrorTrait;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.OperationIndex;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.node.ObjectNode;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.model.traits.ErrorTrait;
import software.amazon.smithy.model.traits.HttpErrorTrait;
import software.amazon.smithy.model.traits.HttpPayloadTrait;
import software.amazon.smithy.model.traits.HttpTrait;
import software.amazon.smithy.model.traits.StreamingTrait;
import software.amazon.smithy.model.traits.XmlNameTrait;
import software.amazon.smithy.model.traits.XmlNamespaceTrait;

/// A service that Smithy describes, where the index and the SDK describe AWS's own.
public final class SmithyService implements ServiceModel.Source {
  private static final String NOTHING = "-";

  private final Model model;
  private final ServiceShape service;
  private final String protocol;
  private final SmithyShapes shapes;
  private final SmithyValues values;
  private final ServiceModel described;

  /// @param protocol one of those that the service speaks, such as `restJson1`
  public SmithyService(Model model, ServiceShape service, String protocol) {
    this.model = model;
    this.service = service;
    this.protocol = protocol;
    this.shapes = new SmithyShapes(model, new SmithyNames(model, protocol));
    this.values = new SmithyValues(shapes);
    this.described =
        new ServiceModel(
            new String[] {
              "service",
              service.getId().getName(),
              service.getId().getName(),
              service.hasTrait("aws.protocols#awsQueryCompatible")
                  ? protocol + ",awsQuery"
                  : protocol,
              service.getVersion(),
              service.getId().getName(),
              service
                  .getTrait(XmlNamespaceTrait.class)
                  .map(XmlNamespaceTrait::getUri)
                  .orElse(NOTHING),
              "ValidationException"
            },
            this);
  }

  /// The service as the codecs know it.
  public ServiceModel described() {
    return described;
  }

  /// In Smithy's words, such as `restJson1`.
  public String protocol() {
    return protocol;
  }

  public Iterable<OperationShape> operations() {
    return TopDownIndex.of(model).getContainedOperations(service);
  }

  /// Every error of the service and of its operations, once.
  public List<Shape> errors() {
    var index = OperationIndex.of(model);
    var errors = new TreeSet<Shape>(index.getErrors(service));
    operations().forEach(operation -> errors.addAll(index.getErrors(service, operation)));
    return List.copyOf(errors);
  }

  /// The value of a message's shape that a case gives.
  public Structure message(ShapeId shape, ObjectNode params) {
    return values.fill(shapes.message(shape), model.expectShape(shape), params);
  }

  @Override
  public List<String[]> lines() {
    var lines = new ArrayList<String[]>();
    operations().forEach(operation -> lines.add(line(operation)));
    errors().forEach(error -> lines.add(line(error)));
    return lines;
  }

  @Override
  public Supplier<SdkPojo> builders(String shape) {
    return () -> shapes.message(ShapeId.from(shape));
  }

  private String[] line(OperationShape operation) {
    var http = operation.getTrait(HttpTrait.class);
    return new String[] {
      "operation",
      operation.getId().getName(),
      http.map(HttpTrait::getMethod).orElse("POST"),
      http.map(trait -> trait.getUri().toString()).orElse("/"),
      http.map(trait -> Integer.toString(trait.getCode())).orElse("200"),
      operation.getInputShape().toString(),
      operation.getOutputShape().toString(),
      operation.getOutput().isEmpty() ? "noOutput" : streams(operation) ? "download" : NOTHING,
      root(operation),
      NOTHING
    };
  }

  private boolean streams(OperationShape operation) {
    return model.expectShape(operation.getOutputShape()).members().stream()
        .map(member -> model.expectShape(member.getTarget()))
        .anyMatch(target -> target.isBlobShape() && target.hasTrait(StreamingTrait.class));
  }

  private String root(OperationShape operation) {
    if (protocol.equals("awsQuery")) {
      return operation.getOutput().isPresent() ? operation.getId().getName() + "Result" : NOTHING;
    }
    var output = model.expectShape(operation.getOutputShape());
    boolean whole = output.members().stream().anyMatch(m -> m.hasTrait(HttpPayloadTrait.class));
    return protocol.equals("restXml") && !whole
        ? output
            .getTrait(XmlNameTrait.class)
            .map(XmlNameTrait::getValue)
            .orElse(operation.getOutputShape().getName())
        : NOTHING;
  }

  private String[] line(Shape error) {
    var query = error.getTrait(AwsQueryErrorTrait.class);
    boolean client = error.expectTrait(ErrorTrait.class).isClientError();
    int status =
        error
            .getTrait(HttpErrorTrait.class)
            .map(HttpErrorTrait::getCode)
            .or(
                () ->
                    query
                        .filter(_ -> protocol.equals("awsQuery"))
                        .map(AwsQueryErrorTrait::getHttpResponseCode))
            .orElse(client ? 400 : 500);
    return new String[] {
      "error",
      error.getId().getName(),
      Integer.toString(status),
      error.getId().toString(),
      query.map(AwsQueryErrorTrait::getCode).orElse(error.getId().getName()),
      error.getMember("Message").isPresent() ? "Message" : "message",
      client ? "Sender" : "Receiver"
    };
  }
}
