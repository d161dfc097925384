package dev.hearth.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hearth canary`: move an alias to another version by steps, and back where that fails.
@Command(
    name = "canary",
    description = {
      "Shift an alias to another version step by step, and back by itself when runs of that version"
          + " fail.",
      "Failures are counted from the reports in the function's log. Exits with 1 after going back.",
      "",
      "  hearth canary greet --alias live --to 2 --steps 10,50,100 --every 1m --max-errors 1%%"
    })
final class Canary extends RemoteCommand {
  private static final Duration POLL = Duration.ofMillis(500);

  private final InstantSource clock;

  @Parameters(paramLabel = "NAME", description = "The function's name.")
  private String name = "";

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      required = true,
      description = "The alias that callers use.")
  private String alias = "";

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      required = true,
      description = "The published version that it shall lead to.")
  private String to = "";

  @Option(
      names = "--steps",
      paramLabel = "PERCENT,...",
      split = ",",
      description = "Shares of the calls for the new version (default: 10,50,100).")
  private List<Integer> steps = List.of(10, 50, 100);

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      description = "How long each step is watched: 30s, 1m (default: 1m).")
  private String every = "1m";

  @Option(
      names = "--max-errors",
      paramLabel = "PERCENT",
      description = "Failed runs of the new version that are borne (default: 1%%).")
  private String maxErrors = "1%";

  Canary(Terminal terminal, InstantSource clock) {
    super(terminal);
    this.clock = clock;
  }

  @Override
  int run(AwsClients clients) {
    checkSteps();
    var span = Spans.parse(every);
    double borne = percent(maxErrors);
    var shift = AliasShift.begin(clients.lambda(), name, alias, to);
    var count = new RunCount(clients.logs(), shift.logGroup(), to, clock);
    try {
      for (int step : steps) {
        shift.share(step);
        if (!watch(count, span, borne)) {
          shift.rollBack();
          tellRollback(shift, count);
          return FAILED;
        }
        tellStep(step, count);
      }
    } catch (RuntimeException e) {
      shift.rollBack();
      throw e;
    }
    tellEnd(shift, count, "shifted");
    return DONE;
  }

  private void checkSteps() {
    int last = 0;
    for (int step : steps) {
      if (step <= last || step > 100) {
        throw wrongSteps();
      }
      last = step;
    }
    if (last != 100) {
      throw wrongSteps();
    }
  }

  private static Failure wrongSteps() {
    return new Failure(
        "The steps must grow and end at 100.", "Write them as percents: --steps 10,50,100.");
  }

  private static double percent(String text) {
    try {
      return Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
    } catch (NumberFormatException e) {
      throw new Failure("`" + text + "` is no percentage.", "Write a number: 1%, 0.5%.", e);
    }
  }

  /// @return whether the new version has not failed too often by the end of the step
  private boolean watch(RunCount count, Duration span, double borne) {
    var end = clock.instant().plus(span);
    while (true) {
      boolean last = !clock.instant().isBefore(end);
      count.update();
      if (count.failures() * 100.0 > borne * count.runs()) {
        return false;
      }
      if (last) {
        return true;
      }
      var left = Duration.between(clock.instant(), end);
      Pause.of(
          left.compareTo(POLL) < 0 ? left : POLL,
          "Interrupted; the alias leads to where it did before.");
    }
  }

  private void tellStep(int percent, RunCount count) {
    if (json) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("percent", percent);
      fields.put("runs", count.runs());
      fields.put("failures", count.failures());
      terminal.out().println(Json.of(fields));
    } else {
      terminal.out().println("%3d %%  %s".formatted(percent, runs(count)));
    }
  }

  private void tellRollback(AliasShift shift, RunCount count) {
    tellEnd(shift, count, "rolledBack");
    if (!json) {
      terminal
          .err()
          .println(
              terminal.errorStyle().bad("✗ rolled back to version " + shift.from() + ": ")
                  + runs(count)
                  + String.format(
                      Locale.ROOT,
                      " (%.1f %%, borne %s)",
                      count.failures() * 100.0 / count.runs(),
                      maxErrors));
    }
  }

  private void tellEnd(AliasShift shift, RunCount count, String outcome) {
    if (json) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("outcome", outcome);
      fields.put("from", shift.from());
      fields.put("to", to);
      fields.put("runs", count.runs());
      fields.put("failures", count.failures());
      terminal.out().println(Json.of(fields));
    } else if (outcome.equals("shifted")) {
      terminal.out().println(alias + " leads to version " + to + " now.");
    }
  }

  private String runs(RunCount count) {
    return "%d runs of version %s, %d failed".formatted(count.runs(), to, count.failures());
  }
}
