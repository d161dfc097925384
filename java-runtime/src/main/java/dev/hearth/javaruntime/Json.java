package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The runtime's own documents.
public final class Json {
  @SuppressWarnings("rawtypes") // a class has no type arguments
  private static final PojoSerializer<Map> MAPS =
      JacksonFactory.getInstance().getSerializer(Map.class);

  private Json() {}

  /// A document, in UTF-8.
  public static byte[] bytes(Map<String, ?> document) {
    var out = new ByteArrayOutputStream();
    MAPS.toJson(document, out);
    return out.toByteArray();
  }

  static String text(Map<String, ?> document) {
    return new String(bytes(document), UTF_8);
  }

  @SuppressWarnings("unchecked") // names of members are strings
  /// The members of a document that is an object.
  public static Map<String, @Nullable Object> map(byte[] document) {
    return (Map<String, @Nullable Object>) MAPS.fromJson(new ByteArrayInputStream(document));
  }
}
