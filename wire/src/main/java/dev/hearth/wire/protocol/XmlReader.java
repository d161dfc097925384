package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Reads XML into the SDK's classes. Document types and entities of their own are refused: nothing
/// in AWS's requests needs them, and they are how XML attacks its reader.
final class XmlReader {
  /// Deeper than any input of S3 nests.
  private static final int DEEPEST = 64;

  private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

  static {
    FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  private final XMLStreamReader in;
  private int depth;

  private XmlReader(XMLStreamReader in) {
    this.in = in;
  }

  /// Reads the members of the root element, whatever its name, into `builder`; no content at all
  /// means no members.
  static void read(Payload body, SdkPojo builder) {
    if (body.size() == 0) {
      return;
    }
    try {
      var in = FACTORY.createXMLStreamReader(new StringReader(decoded(body)));
      in.nextTag(); // throws at a document type, which is no tag
      var reader = new XmlReader(in);
      reader.members(Shape.of(builder), builder);
      while (in.hasNext()) {
        in.next(); // for what follows the root must be well-formed as well
      }
    } catch (XMLStreamException | CharacterCodingException e) {
      throw Malformed.because("The XML could not be parsed");
    }
  }

  /// The parser prints what is no UTF-8 to the standard error output, so it does not get to see it.
  private static String decoded(Payload body) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes())).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark
  }

  private void members(Shape shape, SdkPojo builder) throws XMLStreamException {
    enter();
    attributes(shape, builder);
    var flattened = new LinkedHashMap<Member, Object>();
    while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
      var member = shape.member(in.getLocalName());
      if (member == null) {
        skip();
      } else if (member.isFlattened()) {
        flattened(member, flattened);
      } else {
        member.set(builder, value(member));
      }
    }
    flattened.forEach((member, value) -> member.set(builder, value));
    depth--;
  }

  private void attributes(Shape shape, SdkPojo builder) {
    for (int i = 0; i < in.getAttributeCount(); i++) {
      var prefix = in.getAttributePrefix(i);
      var name = in.getAttributeLocalName(i);
      var member = shape.member(prefix == null || prefix.isEmpty() ? name : prefix + ":" + name);
      if (member != null && member.isAttribute()) {
        member.set(builder, Scalars.read(member, in.getAttributeValue(i), Format.ISO_8601));
      }
    }
  }

  /// A flattened list or map comes in pieces, between which other members may stand.
  @SuppressWarnings("unchecked") // a member has either a list or a map here, always the same
  private void flattened(Member member, Map<Member, Object> pieces) throws XMLStreamException {
    switch (member.type()) {
      case LIST ->
          ((List<Object>) pieces.computeIfAbsent(member, _ -> new ArrayList<>()))
              .add(value(member.element()));
      default ->
          entry(
              member,
              (Map<String, Object>) pieces.computeIfAbsent(member, _ -> new LinkedHashMap<>()));
    }
  }

  private Object value(Member member) throws XMLStreamException {
    return switch (member.type()) {
      case SDK_POJO -> {
        var builder = member.newBuilder();
        members(member.shape(), builder);
        yield Shape.build(builder);
      }
      case LIST -> list(member);
      case MAP -> map(member);
      default -> Scalars.read(member, in.getElementText(), Format.ISO_8601);
    };
  }

  private List<Object> list(Member member) throws XMLStreamException {
    enter();
    var values = new ArrayList<Object>();
    while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
      values.add(value(member.element()));
    }
    depth--;
    return values;
  }

  private Map<String, Object> map(Member member) throws XMLStreamException {
    enter();
    var values = new LinkedHashMap<String, Object>();
    while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
      entry(member, values);
    }
    depth--;
    return values;
  }

  private void entry(Member map, Map<String, Object> into) throws XMLStreamException {
    String key = null;
    Object value = null;
    while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
      if (in.getLocalName().equals(map.keyName())) {
        key = in.getElementText();
      } else if (in.getLocalName().equals(map.valueName())) {
        value = value(map.element());
      } else {
        skip();
      }
    }
    if (key == null || value == null) {
      throw Malformed.because("An entry of " + map.modelName() + " lacks its key or its value");
    }
    into.put(key, value);
  }

  private void skip() throws XMLStreamException {
    for (int open = 1; open > 0; ) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> open++;
        case XMLStreamConstants.END_ELEMENT -> open--;
        default -> {}
      }
    }
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw Malformed.because("Elements nest deeper than " + DEEPEST);
    }
  }
}
