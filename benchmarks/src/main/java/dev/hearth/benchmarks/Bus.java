package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench bus`: how many events a bus with many rules matches.
@Command(
    name = "bus",
    description = {
      "Events matched against many rules of one bus, through PutEvents with ten events each.",
      "First by rules without targets, where nothing is stored, then by rules of which each event"
          + " matches one with a target, where each delivery is durable before the answer."
    })
final class Bus extends Benchmark {
  private static final int CLIENTS = 16;
  private static final int BATCH = 10;
  private static final Duration HEAT = Duration.ofSeconds(4);

  @Option(names = "--rules", paramLabel = "N", description = "On the bus (default: 1000).")
  private int rules = 1_000;

  @Option(names = "--seconds", paramLabel = "N", description = "Of throughput (default: 8).")
  private int seconds = 8;

  Bus(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "bus",
            "PutEvents with "
                + BATCH
                + " events at "
                + CLIENTS
                + " clients after "
                + HEAT.toSeconds()
                + " s, against "
                + rules
                + " rules; the client runs on the same cores. Requests are signed once and sent"
                + " often.");
    try (var target = Target.open(terminal, endpoint)) {
      var requests = new SignedRequests(target.connection());
      progress("making " + rules + " rules");
      for (int i = 0; i < rules; i++) {
        send(target, requests.events("PutRule", rule(i)));
      }
      measure("matched", target, requests, report);
      target.clients().logs().createLogGroup(r -> r.logGroupName("/bench/bus"));
      var account = target.clients().iam().getUser().user().arn().split(":", -1)[4];
      for (int i = 0; i < Math.min(BATCH, rules); i++) {
        var input =
            "{\"Rule\":\"r%d\",\"Targets\":[{\"Id\":\"t\",\"Arn\":\"%s\"}]}"
                .formatted(i, "arn:aws:logs:us-east-1:%s:log-group:/bench/bus".formatted(account));
        send(target, requests.events("PutTargets", input));
      }
      measure("matched, with a durable delivery each", target, requests, report);
    }
    return report;
  }

  /// Every rule asks for a number of its own and has one condition that takes looking.
  private static String rule(int i) {
    return """
    {"Name":"r%d","EventPattern":"{\\"source\\":[\\"bench\\"],\\"detail\\":{\\"n\\":[%d],\
    \\"path\\":[{\\"prefix\\":\\"/a/\\"}]}}"}\
    """
        .formatted(i, i);
  }

  private static void send(Target target, byte[] request) throws IOException {
    new Load(target.connection().endpoint(), request).alone(0, 1);
  }

  private void measure(String what, Target target, SignedRequests requests, Report report)
      throws IOException {
    progress(what);
    var entries =
        IntStream.range(0, BATCH)
            .mapToObj(
                i ->
                    ("{\"Source\":\"bench\",\"DetailType\":\"t\","
                            + "\"Detail\":\"{\\\"n\\\":%d,\\\"path\\\":\\\"/a/b\\\"}\"}")
                        .formatted(i))
            .collect(Collectors.joining(",", "{\"Entries\":[", "]}"));
    var load = new Load(target.connection().endpoint(), requests.events("PutEvents", entries));
    report.latency(what + ", ten events", load.alone(200, 1_000));
    var throughput = load.together(CLIENTS, HEAT, Duration.ofSeconds(seconds));
    report.figure(what, BATCH * throughput.requestsPerSecond(), "events/s");
    if (throughput.failed() > 0) {
      report.failure(what + ": " + throughput.failed() + " requests failed");
    }
  }
}
