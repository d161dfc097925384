package dev.hearth.messaging.sources.postgres;

import dev.hearth.messaging.mappings.EventSources;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The tables that a mapping reads.
///
/// @param all each once, in the order that they were named in
record PostgresTables(List<Table> all) {
  /// One table, by names as PostgreSQL has them: what was made without quotes is in lower case.
  record Table(String schema, String name) {
    @Override
    public String toString() {
      return schema + "." + name;
    }

    /// As SQL has it.
    String quoted() {
      return "\"%s\".\"%s\"".formatted(schema, name); // names have no quotes
    }
  }

  /// Longer names PostgreSQL cuts.
  private static final String NAME = "[\\p{L}_][\\p{L}\\p{Nd}_$]{0,62}";

  private static final String TABLE = NAME + "\\." + NAME;

  /// @param text such as `public.orders,public.customers`
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` where it is no
  ///   such
  static PostgresTables parse(String text) {
    var names = Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
    for (var name : names) {
      if (!name.matches(TABLE)) {
        throw EventSources.invalid(
            "Queues: \"%s\" is no table of PostgreSQL (expected: schema.table).".formatted(name));
      }
    }
    return new PostgresTables(
        names.stream()
            .map(name -> name.split("\\.", 2))
            .map(parts -> new Table(parts[0], parts[1]))
            .toList());
  }

  /// For SQL.
  String quoted() {
    return all.stream().map(Table::quoted).collect(Collectors.joining(", "));
  }

  /// For Debezium, which takes regular expressions.
  String pattern() {
    return all.stream()
        .map(table -> table.toString().replace(".", "\\.").replace("$", "\\$"))
        .collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return all.stream().map(Table::toString).collect(Collectors.joining(","));
  }
}
