package dev.hearth.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// How a function did with one memory size.
///
/// @param coldMillis of the first call: initialisation and run
/// @param medianMillis of the calls after it
/// @param p90Millis nine of ten took no longer
/// @param usedMegabytes the most that any call needed
/// @param cost of a million calls, in US dollars
record TunePoint(
    int memoryMebibytes,
    double coldMillis,
    double medianMillis,
    double p90Millis,
    int usedMegabytes,
    double cost) {

  /// @param cold the first call
  /// @param warm the others, at least one
  static TunePoint of(int memoryMebibytes, RunMeasure cold, List<RunMeasure> warm, Price price) {
    var times = warm.stream().mapToDouble(RunMeasure::millis).sorted().toArray();
    double billed = warm.stream().mapToDouble(RunMeasure::billedMillis).average().orElseThrow();
    int used = warm.stream().mapToInt(RunMeasure::usedMegabytes).max().orElseThrow();
    return new TunePoint(
        memoryMebibytes,
        cold.initMillis() + cold.millis(),
        quantile(times, 0.5),
        quantile(times, 0.9),
        Math.max(used, cold.usedMegabytes()),
        price.ofMillion(memoryMebibytes, billed));
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /// What calls cost.
  ///
  /// @param gibibyteSecond US dollars for memory of 1 GiB during a second
  /// @param request US dollars for a call
  record Price(double gibibyteSecond, double request) {
    /// AWS's in us-east-1, the first tier. Source: "AWS Lambda pricing".
    static final Price X86 = new Price(0.0000166667, 0.0000002);

    static final Price ARM = new Price(0.0000133334, 0.0000002);

    double ofMillion(int memoryMebibytes, double billedMillis) {
      return 1e6 * (request + gibibyteSecond * memoryMebibytes / 1024 * billedMillis / 1000);
    }
  }

  /// What a size can be best for.
  enum Aim {
    /// The least for a call.
    COST,
    /// The shortest median.
    SPEED,
    /// Cost and time, each in proportion to the least that any size has, count the same.
    BALANCE
  }

  /// The best of some sizes; where several are, the smallest.
  static TunePoint best(List<TunePoint> points, Aim aim) {
    double cheapest = least(points, TunePoint::cost);
    double fastest = least(points, TunePoint::medianMillis);
    Comparator<TunePoint> order =
        switch (aim) {
          case COST -> Comparator.comparingDouble(TunePoint::cost);
          case SPEED -> Comparator.comparingDouble(TunePoint::medianMillis);
          case BALANCE ->
              Comparator.comparingDouble(
                  point -> ratio(point.cost, cheapest) + ratio(point.medianMillis, fastest));
        };
    return points.stream().min(order.thenComparingInt(TunePoint::memoryMebibytes)).orElseThrow();
  }

  private static double least(
      List<TunePoint> points, java.util.function.ToDoubleFunction<TunePoint> of) {
    return Arrays.stream(points.stream().mapToDouble(of).toArray()).min().orElseThrow();
  }

  private static double ratio(double value, double least) {
    return least > 0 ? value / least : 1;
  }
}
