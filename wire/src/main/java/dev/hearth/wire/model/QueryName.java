package dev.hearth.wire.model;

import org.jspecify.annotations.Nullable;

/// How awsQuery spells a member that JSON spells otherwise.
///
/// @param name of each element or entry, such as `Attribute` for the map `Attributes`
/// @param key of an entry's key; null for lists
/// @param value of an entry's value; null for lists
public record QueryName(String name, @Nullable String key, @Nullable String value) {
  QueryName(String[] columns) {
    this(columns[3], IndexFile.optional(columns[4]), IndexFile.optional(columns[5]));
  }
}
