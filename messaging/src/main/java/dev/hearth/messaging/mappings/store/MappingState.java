package dev.hearth.messaging.mappings.store;

/// A mapping's state, as Lambda's API names it.
public enum MappingState {
  CREATING("Creating"),
  ENABLING("Enabling"),
  ENABLED("Enabled"),
  DISABLING("Disabling"),
  DISABLED("Disabled"),
  UPDATING("Updating"),
  DELETING("Deleting");

  private final String text;

  MappingState(String text) {
    this.text = text;
  }

  /// As on the wire.
  public String text() {
    return text;
  }

  /// Whether nothing is under way: only then a user may change the mapping.
  public boolean settled() {
    return this == ENABLED || this == DISABLED;
  }

  static MappingState of(String text) {
    for (var state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException("state: " + text);
  }
}
