package dev.hearth.benchmarks;

import dev.hearth.cli.Style;
import dev.hearth.cli.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The figures of one measurement, for people and for programs.
final class Report {
  private record Figure(double value, String unit) {}

  private final String name;
  private final String how;
  private final Map<String, Samples> latencies = new LinkedHashMap<>();
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final List<Growth> growths = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /// @param how what is measured and what is not, in a sentence or two
  Report(String name, String how) {
    this.name = name;
    this.how = how;
  }

  void latency(String what, Samples samples) {
    latencies.put(what, samples);
  }

  void figure(String what, double value, String unit) {
    figures.put(what, new Figure(value, unit));
  }

  /// What must not grow, and fails the measurement where it did.
  void growth(Growth growth) {
    growths.add(growth);
    if (growth.grew()) {
      failure(growth.what() + " grew from " + growth.middle() + " to " + growth.end());
    }
  }

  /// Something that makes the figures worthless, or that must not happen.
  void failure(String what) {
    failures.add(what);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  String render(Style style) {
    var text = new StringBuilder();
    text.append(style.bold(name)).append("  ").append(how).append("\n\n");
    if (!latencies.isEmpty()) {
      var table = new Table("milliseconds", ">p50", ">p90", ">p99", ">max", ">samples");
      latencies.forEach(
          (what, samples) -> {
            var cells = samples.cells();
            table.row(what, cells[0], cells[1], cells[2], cells[3], cells[4]);
          });
      text.append(table.render(style)).append('\n');
    }
    if (!figures.isEmpty()) {
      var table = new Table("figure", ">value", "unit");
      figures.forEach((what, figure) -> table.row(what, number(figure.value), figure.unit));
      text.append(table.render(style)).append('\n');
    }
    if (!growths.isEmpty()) {
      var table = new Table("growth", ">start", ">middle", ">end", "unit", "");
      for (var each : growths) {
        table.row(
            each.what(),
            Long.toString(each.start()),
            Long.toString(each.middle()),
            Long.toString(each.end()),
            each.unit(),
            each.grew() ? style.bad("grew") : "steady");
      }
      text.append(table.render(style)).append('\n');
    }
    failures.forEach(failure -> text.append(style.bad("✗ ")).append(failure).append('\n'));
    return text.toString();
  }

  Map<String, Object> json(Machine machine) {
    var latency = new LinkedHashMap<String, Object>();
    latencies.forEach((what, samples) -> latency.put(what, samples.json()));
    var json = new LinkedHashMap<String, Object>();
    json.put("benchmark", name);
    json.put("how", how);
    json.put("machine", machine);
    json.put("milliseconds", latency);
    json.put("figures", figures);
    json.put("growth", growths);
    json.put("failures", failures);
    return json;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
