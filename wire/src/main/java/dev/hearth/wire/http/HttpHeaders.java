package dev.hearth.wire.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The header fields of a request or a response: names without regard to case, each with one or
/// more values in the order they came. Immutable.
public final class HttpHeaders {
  /// No fields.
  public static final HttpHeaders EMPTY = new Builder().build();

  // A sorted map: a hostile thousand of fields must not make each look-up a scan.
  private final Map<String, List<String>> fields;

  private HttpHeaders(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  /// Fields from `name, value, name, value, …`.
  public static HttpHeaders of(String... namesAndValues) {
    var builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// A builder that starts with these fields.
  public Builder toBuilder() {
    var builder = builder();
    forEach(builder::add);
    return builder;
  }

  /// The first value of `name`.
  public Optional<String> first(String name) {
    var values = fields.get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// The first value of `name`, or `otherwise` where the field is missing.
  public String first(String name, String otherwise) {
    var values = fields.get(name);
    return values == null ? otherwise : values.getFirst();
  }

  /// Every value of `name`; empty where the field is missing.
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  public boolean contains(String name) {
    return fields.containsKey(name);
  }

  /// All fields, sorted by name without regard to case; look-ups in it disregard case, too.
  public Map<String, List<String>> asMap() {
    return fields;
  }

  /// Visits each value with its name.
  public void forEach(BiConsumer<String, String> visitor) {
    fields.forEach((name, values) -> values.forEach(value -> visitor.accept(name, value)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpHeaders that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (var values : fields.values()) {
      hash += values.hashCode(); // names differ in case only, so they stay out
    }
    return hash;
  }

  @Override
  public String toString() {
    return "HttpHeaders" + fields.keySet(); // values may be secrets
  }

  /// Collects fields; not for use by several threads.
  public static final class Builder {
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Builder() {}

    /// Adds a value beside those that the field already has.
    ///
    /// @throws IllegalArgumentException when either could end the field and begin another
    public Builder add(String name, String value) {
      if (name.isEmpty() || breaksOut(name) || breaksOut(value)) {
        throw new IllegalArgumentException("Header " + name.strip() + ": has a control character");
      }
      fields.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
      return this;
    }

    /// Replaces all values of the field.
    public Builder set(String name, String value) {
      return remove(name).add(name, value);
    }

    private static boolean breaksOut(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\r' || c == '\n' || c == 0) {
          return true;
        }
      }
      return false;
    }

    public Builder remove(String name) {
      fields.remove(name);
      return this;
    }

    public HttpHeaders build() {
      var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
      fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
      return new HttpHeaders(Collections.unmodifiableMap(copy));
    }
  }
}
