package dev.hearth.wire.dispatch;

import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.protocol.Parameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the operation of one REST service by method, path, query and headers: a tree over the
/// path's segments, then, where several operations share a path, those that need most come first.
/// Specification: Smithy 2.0, "http trait".
final class UriRouter {
  /// An operation and the labels of its URI.
  record Match(OperationModel operation, Map<String, String> labels) {}

  /// One place in the tree.
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, List<Leaf>> leaves = new HashMap<>();
    private @Nullable Node label;
    private @Nullable Node greedy;

    Node label() {
      if (label == null) {
        label = new Node();
      }
      return label;
    }

    Node greedy() {
      if (greedy == null) {
        greedy = new Node();
      }
      return greedy;
    }
  }

  /// An operation at the end of its path.
  ///
  /// @param labels their names, in the order of the path
  /// @param query the template's own parameters; a null value means any
  private record Leaf(
      OperationModel operation, List<String> labels, Map<String, @Nullable String> query) {
    int weight() {
      return 4 * query.size() + operation.needs().size();
    }
  }

  private final Node root = new Node();

  UriRouter(ServiceModel service) {
    service.operations().forEach(this::add);
  }

  private void add(OperationModel operation) {
    var uri = operation.uri();
    int mark = uri.indexOf('?');
    var node = root;
    var labels = new ArrayList<String>();
    for (var segment : segments(mark < 0 ? uri : uri.substring(0, mark))) {
      if (segment.endsWith("+}")) {
        labels.add(segment.substring(1, segment.length() - 2));
        node = node.greedy();
      } else if (segment.startsWith("{")) {
        labels.add(segment.substring(1, segment.length() - 1));
        node = node.label();
      } else {
        node = node.literals.computeIfAbsent(segment, _ -> new Node());
      }
    }
    var leaves = node.leaves.computeIfAbsent(operation.method(), _ -> new ArrayList<>());
    leaves.add(new Leaf(operation, labels, query(mark < 0 ? "" : uri.substring(mark + 1))));
    leaves.sort(Comparator.comparingInt(Leaf::weight).reversed());
  }

  private static Map<String, @Nullable String> query(String template) {
    var query = new HashMap<String, @Nullable String>();
    for (var pair : template.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        query.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? null : pair.substring(equals + 1));
      }
    }
    return query;
  }

  /// The segments between the slashes; that after a last slash counts only where it is not empty,
  /// for older clients end paths with one.
  private static List<String> segments(String path) {
    var segments = new ArrayList<String>();
    for (int start = 1; start < path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    return segments;
  }

  /// The operation that `request` is for, or null.
  @Nullable Match match(HttpRequest request, Parameters query) {
    var search = new Search(request, query);
    var leaf = search.find(root, 0);
    if (leaf == null) {
      return null;
    }
    var labels = new HashMap<String, String>();
    for (int i = 0; i < leaf.labels.size(); i++) {
      labels.put(leaf.labels.get(i), Parameters.decodeSegment(search.values.get(i)));
    }
    return new Match(leaf.operation, labels);
  }

  /// One walk through the tree.
  private static final class Search {
    private final HttpRequest request;
    private final Parameters query;
    private final List<String> segments;
    private final List<String> values = new ArrayList<>();

    Search(HttpRequest request, Parameters query) {
      this.request = request;
      this.query = query;
      this.segments = segments(request.rawPath());
    }

    @Nullable Leaf find(Node node, int position) {
      if (position == segments.size()) {
        return pick(node);
      }
      var segment = segments.get(position);
      var literal = node.literals.get(segment);
      var leaf = literal == null ? null : find(literal, position + 1);
      if (leaf == null && node.label != null && !segment.isEmpty()) {
        values.add(segment);
        leaf = find(node.label, position + 1);
        if (leaf == null) {
          values.removeLast();
        }
      }
      if (leaf == null && node.greedy != null) {
        leaf = pick(node.greedy);
        if (leaf != null) {
          values.add(rest(position));
        }
      }
      return leaf;
    }

    /// The path from this segment on, byte for byte: an object's key may hold and end in slashes.
    private String rest(int position) {
      int start = 0;
      for (int i = 0; i <= position; i++) {
        start = request.rawPath().indexOf('/', start) + 1;
      }
      return request.rawPath().substring(start);
    }

    private @Nullable Leaf pick(Node node) {
      var leaves = node.leaves.getOrDefault(request.method(), List.of());
      for (var leaf : leaves) {
        if (fits(leaf)) {
          return leaf;
        }
      }
      // Of a single operation that lacks a parameter, the validation shall tell.
      return leaves.size() == 1 && leaves.getFirst().query.isEmpty() ? leaves.getFirst() : null;
    }

    private boolean fits(Leaf leaf) {
      for (var wanted : leaf.query.entrySet()) {
        var value = wanted.getValue();
        if (value == null
            ? !query.contains(wanted.getKey())
            : !query.all(wanted.getKey()).contains(value)) {
          return false;
        }
      }
      for (var need : leaf.operation.needs()) {
        boolean there =
            need.startsWith("?")
                ? query.contains(need.substring(1))
                : request.headers().contains(need);
        if (!there) {
          return false;
        }
      }
      return true;
    }
  }
}
