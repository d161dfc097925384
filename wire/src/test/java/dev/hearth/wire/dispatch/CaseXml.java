package dev.hearth.wire.dispatch;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// XML in one spelling, whatever its white space and the order of its members.
final class CaseXml {
  private CaseXml() {}

  /// Elements of one name keep their order; those of different names are sorted.
  static String normal(String xml) throws IOException {
    if (xml.isBlank()) {
      return "";
    }
    try {
      var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      var document = builder.parse(new InputSource(new StringReader(xml.strip())));
      return normal(document.getDocumentElement());
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(xml, e);
    }
  }

  private static String normal(Element element) {
    var attributes = new TreeMap<String, String>();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      var attribute = element.getAttributes().item(i);
      attributes.put(attribute.getNodeName(), attribute.getNodeValue());
    }
    var children = new TreeMap<String, ArrayList<String>>();
    var text = new StringBuilder();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.computeIfAbsent(child.getTagName(), _ -> new ArrayList<>()).add(normal(child));
      } else {
        text.append(node.getNodeValue());
      }
    }
    var content = children.isEmpty() ? text.toString() : children.values().toString();
    return "<" + element.getTagName() + attributes + ">" + content;
  }
}
