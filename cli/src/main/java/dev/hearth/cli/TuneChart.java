package dev.hearth.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Time and cost over memory, drawn for a terminal or as SVG.
final class TuneChart {
  private static final int BAR = 24;
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 80;
  private static final int RIGHT = 640;
  private static final int TOP = 60;
  private static final int BOTTOM = 300;
  private static final String TIME = "#1f6feb";
  private static final String COST = "#d1570a";

  private TuneChart() {}

  /// A bar as long as `value`, where `most` is 24 columns.
  static String bar(double value, double most) {
    int eighths = most > 0 ? (int) Math.round(value / most * BAR * 8) : 0;
    return "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
  }

  /// A picture of its own, 720 by 360.
  ///
  /// @param points in the order of their memory, at least one
  static String svg(String title, List<TunePoint> points) {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%d" y="24" font-size="16">%s</text>
        <text x="%d" y="44" fill="%s">median duration, ms</text>
        <text x="%d" y="44" fill="%s" text-anchor="end">cost of a million calls, $</text>
        <path d="M%d %dV%dH%dV%d" fill="none" stroke="#8c959f"/>
        """
            .formatted(
                WIDTH,
                HEIGHT,
                LEFT,
                escaped(title),
                LEFT,
                TIME,
                RIGHT,
                COST,
                LEFT,
                TOP,
                BOTTOM,
                RIGHT,
                TOP));
    series(svg, points, TunePoint::medianMillis, TIME, LEFT - 8, "end");
    series(svg, points, TunePoint::cost, COST, RIGHT + 8, "start");
    for (int i = 0; i < points.size(); i++) {
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d MB</text>\n"
              .formatted(x(i, points.size()), BOTTOM + 20, points.get(i).memoryMebibytes()));
    }
    return svg.append("</svg>\n").toString();
  }

  /// A line through all points, on a scale of its own that begins at 0, with marks at its side.
  private static void series(
      StringBuilder svg,
      List<TunePoint> points,
      ToDoubleFunction<TunePoint> value,
      String colour,
      int marks,
      String anchor) {
    double most = Math.max(1e-9, points.stream().mapToDouble(value).max().orElseThrow());
    var line = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      double y = BOTTOM - value.applyAsDouble(points.get(i)) / most * (BOTTOM - TOP);
      line.append("%d,%.1f ".formatted(x(i, points.size()), y));
    }
    svg.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n"
            .formatted(line.toString().strip(), colour));
    for (int quarter = 0; quarter <= 4; quarter++) {
      svg.append(
          "<text x=\"%d\" y=\"%d\" fill=\"%s\" text-anchor=\"%s\">%s</text>\n"
              .formatted(
                  marks,
                  BOTTOM + 4 - quarter * (BOTTOM - TOP) / 4,
                  colour,
                  anchor,
                  String.format(Locale.ROOT, "%.4g", most * quarter / 4)));
    }
  }

  private static int x(int index, int count) {
    return count == 1 ? (LEFT + RIGHT) / 2 : LEFT + 30 + index * (RIGHT - LEFT - 60) / (count - 1);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
