package dev.hearth.wire.protocol;

import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Reads a form's tree into the SDK's classes.
final class FormReader {
  private final XmlWriter.Names names;

  FormReader(XmlWriter.Names names) {
    this.names = names;
  }

  void read(Form form, SdkPojo builder) {
    var shape = Shape.of(builder);
    for (var member : shape.body()) {
      var other = names.of(shape, member);
      if (other != null) {
        var child = form.child(other.name());
        if (child != null) {
          member.set(builder, flattened(child, member, other.key(), other.value()));
        }
      } else {
        var child = child(form, member);
        if (child != null) {
          member.set(builder, value(child, member));
        }
      }
    }
  }

  /// A flattened list goes by its elements' name, where they have one.
  private static @Nullable Form child(Form form, Member member) {
    var child = form.child(member.name());
    var elements = member.elementName();
    return child == null && member.isFlattened() && elements != null ? form.child(elements) : child;
  }

  private Object flattened(Form form, Member member, @Nullable String key, @Nullable String value) {
    return key == null || value == null
        ? list(form.elements(), member.element())
        : map(form.elements(), member, key, value);
  }

  private Object value(Form form, Member member) {
    return switch (member.type()) {
      case SDK_POJO -> {
        var builder = member.newBuilder();
        read(form, builder);
        yield Shape.build(builder);
      }
      case LIST -> list(elements(form, member, member.elementName(), "member"), member.element());
      case MAP ->
          map(elements(form, member, null, "entry"), member, member.keyName(), member.valueName());
      default -> scalar(form, member);
    };
  }

  /// `Tags.member.1` or, flattened, `Tags.1`; older clients leave names out or give the default.
  private static List<Form> elements(Form form, Member member, @Nullable String own, String usual) {
    var inner = own == null ? null : form.child(own);
    inner = inner == null ? form.child(usual) : inner;
    return (member.isFlattened() || inner == null ? form : inner).elements();
  }

  private List<Object> list(List<Form> forms, Member element) {
    var values = new ArrayList<Object>(forms.size());
    for (var form : forms) {
      values.add(value(form, element));
    }
    return values;
  }

  private Map<String, Object> map(List<Form> entries, Member member, String key, String value) {
    var values = new LinkedHashMap<String, Object>();
    for (var entry : entries) {
      var name = entry.text(key);
      var child = entry.child(value);
      if (name == null || child == null) {
        throw Malformed.because(
            "An entry of " + member.modelName() + " lacks its key or its value");
      }
      values.put(name, value(child, member.element()));
    }
    return values;
  }

  private static Object scalar(Form form, Member member) {
    var text = form.text();
    if (text == null) {
      throw Malformed.because("Invalid value for " + member.modelName());
    }
    return Scalars.read(member, text, Format.ISO_8601);
  }
}
