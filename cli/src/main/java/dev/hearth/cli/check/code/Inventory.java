package dev.hearth.cli.check.code;

import dev.hearth.cli.check.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/// The libraries of one package, each once.
final class Inventory {
  /// A list of requirements can name any number.
  static final int MOST = 20_000;

  private final LinkedHashMap<String, Component> found = new LinkedHashMap<>();
  private final Budget budget;

  Inventory(Budget budget) {
    this.budget = budget;
  }

  void add(Component component) {
    if (found.size() == MOST) {
      budget.tell("", "It has more than " + MOST + " libraries; the rest is not listed.");
      return;
    }
    var key = component.ecosystem() + " " + component.fullName() + " " + component.version();
    found.merge(
        key, component, (old, other) -> !old.installed() && other.installed() ? other : old);
  }

  /// Those that are installed, and those that are only declared.
  List<Component> components() {
    var installed = new HashSet<String>();
    for (var component : found.values()) {
      if (component.installed()) {
        installed.add(component.ecosystem() + component.fullName());
      }
    }
    var components = new ArrayList<Component>();
    for (var component : found.values()) {
      if (component.installed()
          || !installed.contains(component.ecosystem() + component.fullName())) {
        components.add(component);
      }
    }
    components.sort(
        Comparator.comparing(Component::ecosystem)
            .thenComparing(Component::fullName)
            .thenComparing(component -> String.valueOf(component.version())));
    return components;
  }
}
