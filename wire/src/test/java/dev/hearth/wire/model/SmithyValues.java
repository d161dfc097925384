package dev.hearth.wire.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;
import software.amazon.smithy.model.shapes.MemberShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeType;
import software.amazon.smithy.model.traits.StreamingTrait;

/// Makes values from the JSON in which Smithy's cases give them.
final class SmithyValues {
  private final SmithyShapes shapes;

  SmithyValues(SmithyShapes shapes) {
    this.shapes = shapes;
  }

  /// Sets the members of `structure` that `params` gives.
  Structure fill(Structure structure, Shape shape, ObjectNode params) {
    for (var member : shape.members()) {
      var given = params.getMember(member.getMemberName());
      if (given.isPresent() && !shapes.target(member).hasTrait(StreamingTrait.class)) {
        structure.set(member.getMemberName(), value(member, given.get()));
      }
    }
    return structure;
  }

  private @Nullable Object value(MemberShape member, Node node) {
    return node.isNullNode() && shapes.target(member).getType() != ShapeType.DOCUMENT
        ? null
        : value(shapes.target(member), node);
  }

  private Object value(Shape shape, Node node) {
    return switch (shape.getType()) {
      case STRING, ENUM -> node.expectStringNode().getValue();
      case BOOLEAN -> node.expectBooleanNode().getValue();
      case BLOB -> SdkBytes.fromUtf8String(node.expectStringNode().getValue());
      case BYTE -> node.expectNumberNode().getValue().byteValue();
      case SHORT -> node.expectNumberNode().getValue().shortValue();
      case INTEGER, INT_ENUM -> node.expectNumberNode().getValue().intValue();
      case LONG -> node.expectNumberNode().getValue().longValue();
      case FLOAT -> Float.valueOf(number(node));
      case DOUBLE -> Double.valueOf(number(node));
      case BIG_DECIMAL -> new BigDecimal(number(node));
      case TIMESTAMP -> instant(new BigDecimal(number(node)));
      case LIST, SET -> {
        var member = shape.asListShape().orElseThrow().getMember();
        var list = new ArrayList<@Nullable Object>();
        node.expectArrayNode().getElements().forEach(each -> list.add(value(member, each)));
        yield list;
      }
      case MAP -> {
        var member = shape.asMapShape().orElseThrow().getValue();
        var map = new LinkedHashMap<String, @Nullable Object>();
        node.expectObjectNode().getStringMap().forEach((k, v) -> map.put(k, value(member, v)));
        yield map;
      }
      case STRUCTURE, UNION -> fill(shapes.inner(shape.getId()), shape, node.expectObjectNode());
      case DOCUMENT -> document(node);
      default -> throw new IllegalStateException("A value of " + shape);
    };
  }

  private static String number(Node node) {
    return node.isStringNode()
        ? node.expectStringNode().getValue()
        : node.expectNumberNode().getValue().toString();
  }

  private static Instant instant(BigDecimal seconds) {
    return Instant.ofEpochSecond(0).plusNanos(seconds.movePointRight(9).longValueExact());
  }

  private static Document document(Node node) {
    return switch (node.getType()) {
      case OBJECT -> {
        var members = new LinkedHashMap<String, Document>();
        node.expectObjectNode().getStringMap().forEach((k, v) -> members.put(k, document(v)));
        yield Document.fromMap(members);
      }
      case ARRAY ->
          Document.fromList(
              node.expectArrayNode().getElements().stream().map(SmithyValues::document).toList());
      case NUMBER -> Document.fromNumber(number(node));
      case BOOLEAN -> Document.fromBoolean(node.expectBooleanNode().getValue());
      case STRING -> Document.fromString(node.expectStringNode().getValue());
      case NULL -> Document.fromNull();
    };
  }
}
