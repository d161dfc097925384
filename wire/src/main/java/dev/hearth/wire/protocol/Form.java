package dev.hearth.wire.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A form whose dotted names spell a tree, as `Tags.member.1.Key=color`.
public final class Form {
  /// Deeper than any input of AWS's query services nests.
  private static final int DEEPEST = 64;

  private final Map<String, Form> children = new LinkedHashMap<>();
  private @Nullable String text;

  private Form() {}

  static Form of(Parameters... sources) {
    var root = new Form();
    for (var parameters : sources) {
      parameters.asMap().forEach((name, values) -> root.add(name, values.getFirst()));
    }
    return root;
  }

  private void add(String name, String value) {
    var node = this;
    int depth = 0;
    for (int start = 0; start <= name.length(); ) {
      int dot = name.indexOf('.', start);
      int end = dot < 0 ? name.length() : dot;
      if (++depth > DEEPEST) {
        throw Malformed.because("Parameters nest deeper than " + DEEPEST);
      }
      node = node.children.computeIfAbsent(name.substring(start, end), _ -> new Form());
      start = end + 1;
    }
    node.text = value;
  }

  /// The value at `name`, which has no dots; null where there is none.
  public @Nullable String text(String name) {
    var child = children.get(name);
    return child == null ? null : child.text;
  }

  @Nullable Form child(String name) {
    return children.get(name);
  }

  @Nullable String text() {
    return text;
  }

  /// The children whose names are numbers, in their order; numbers may be missing in between.
  List<Form> elements() {
    var sorted = new TreeMap<Integer, Form>();
    children.forEach(
        (name, child) -> {
          if (isIndex(name)) {
            sorted.put(Integer.valueOf(name), child);
          }
        });
    return List.copyOf(sorted.values());
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty()
        && name.length() <= 9
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
