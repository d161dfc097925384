package dev.hearth.sandbox.attacks;

import java.util.ArrayList;
import java.util.List;

/// Something that a function tries.
///
/// @param name what it wants, as "it …"
/// @param python run by `agent.py`, which has the functions that it uses
/// @param outcome a regular expression of what it comes to, all of it, when it fails as it should
record Attack(String name, String python, String outcome) {
  @Override
  public String toString() {
    return name;
  }

  /// Makes a table.
  ///
  /// @param cells name, Python and outcome of each
  static List<Attack> table(String... cells) {
    var attacks = new ArrayList<Attack>();
    for (int i = 0; i < cells.length; i += 3) {
      attacks.add(new Attack(cells[i], cells[i + 1], cells[i + 2]));
    }
    return List.copyOf(attacks);
  }
}
