package dev.hearth.wire.validation;

import dev.hearth.wire.model.IndexFile;
import dev.hearth.wire.model.ServiceModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What one service's model wants of its inputs; read on first use.
final class Constraints {
  private static final Map<ServiceModel, Constraints> ALL = new ConcurrentHashMap<>();

  /// What is wanted of one member.
  ///
  /// @param constraint null where only its presence matters
  record Rule(boolean required, @Nullable Constraint constraint) {}

  private final Map<String, String[]> types = new HashMap<>();
  private final Map<String, String[]> structures = new HashMap<>();
  private final Map<String, Constraint> constraints = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Rule>> rules = new ConcurrentHashMap<>();

  private Constraints(ServiceModel service) {
    for (var columns : IndexFile.lines(service.name() + ".constraints")) {
      (columns[0].equals("type") ? types : structures).put(columns[1], columns);
    }
  }

  static Constraints of(ServiceModel service) {
    return ALL.computeIfAbsent(service, Constraints::new);
  }

  /// The rules of a structure by member, empty where nothing is wanted.
  ///
  /// @param shape the simple name of the SDK's model class
  Map<String, Rule> of(String shape) {
    return rules.computeIfAbsent(shape, this::parse);
  }

  private Map<String, Rule> parse(String shape) {
    var columns = structures.get(shape);
    var members = new LinkedHashMap<String, Rule>();
    for (int i = 2; columns != null && i + 2 < columns.length; i += 3) {
      members.put(columns[i], new Rule(columns[i + 1].equals("!"), constraint(columns[i + 2])));
    }
    return members;
  }

  private @Nullable Constraint constraint(String type) {
    var columns = types.get(type);
    if (columns == null) {
      return null;
    }
    var known = constraints.get(type);
    if (known == null) {
      known =
          new Constraint(
              columns, constraint(columns[6]), constraint(columns[7]), constraint(columns[8]));
      constraints.put(type, known);
    }
    return known;
  }
}
