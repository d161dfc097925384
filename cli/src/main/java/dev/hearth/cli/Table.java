package dev.hearth.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns: text to the left, numbers to the right.
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> heading;
  private final List<Boolean> right;

  /// @param columns their headings; one that starts with `>` is aligned to the right
  public Table(String... columns) {
    heading = List.of(columns).stream().map(c -> c.startsWith(">") ? c.substring(1) : c).toList();
    right = List.of(columns).stream().map(c -> c.startsWith(">")).toList();
  }

  /// Adds a row of as many cells as there are columns.
  public Table row(String... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + " (expected: " + heading.size() + ")");
    }
    rows.add(List.of(cells));
    return this;
  }

  /// Lines with line ends, the heading first.
  public String render(Style style) {
    var widths = new int[heading.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = heading.get(i).length();
      for (var row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    text.append(style.dim(line(heading, widths))).append('\n');
    for (var row : rows) {
      text.append(line(row, widths)).append('\n');
    }
    return text.toString();
  }

  private String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : GAP);
      line.append(right.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }
}
