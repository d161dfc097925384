package dev.hearth.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/// What the report of one run says: the line that begins with `REPORT` at the end of its log.
///
/// @param initMillis 0 unless the run began with an initialisation
record RunMeasure(double millis, double billedMillis, int usedMegabytes, double initMillis) {
  private static final Pattern REPORT =
      Pattern.compile(
          "REPORT RequestId: \\S+\tDuration: ([\\d.]+) ms\tBilled Duration: ([\\d.]+) ms\tMemory"
              + " Size: \\d+ MB\tMax Memory Used: (\\d+) MB(?:\tInit Duration: ([\\d.]+) ms)?");

  /// @throws Failure where the answer brings no report
  static RunMeasure of(InvokeResponse answer) {
    var tail =
        answer.logResult() == null
            ? ""
            : new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
    var report = REPORT.matcher(tail);
    if (!report.find()) {
      throw new Failure("The function's log has no report of the run.");
    }
    var init = report.group(4);
    return new RunMeasure(
        Double.parseDouble(report.group(1)),
        Double.parseDouble(report.group(2)),
        Integer.parseInt(report.group(3)),
        init == null ? 0 : Double.parseDouble(init));
  }

  boolean cold() {
    return initMillis > 0;
  }
}
