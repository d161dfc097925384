package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench queue`: messages sent, received and deleted, and how soon one reaches a function.
@Command(
    name = "queue",
    description = {
      "Messages of 1 KiB sent to a queue, then received and deleted, one and ten at a time; the"
          + " same with ElasticMQ, which keeps them in memory or in a database that it does not"
          + " sync.",
      "Then, of an idle Hearth, how long a message takes to a function; and receiving from a queue"
          + " that has very many."
    })
final class Queue extends Benchmark {
  private static final int BATCH = 10;
  private static final Duration HEAT = Duration.ofSeconds(4);
  private static final Duration LONGEST_FILLING = Duration.ofMinutes(15);

  @Option(names = "--clients", paramLabel = "N", description = "At once (default: 16).")
  private int clients = 16;

  @Option(names = "--seconds", paramLabel = "N", description = "Of sending (default: 8).")
  private int seconds = 8;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Of messages to a function, and at depth (default: 300).")
  private int samples = 300;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Messages in the full queue; 0 leaves it out (default: 1000000).")
  private int depth = 1_000_000;

  @Option(names = "--alone", description = "Measure no other server.")
  private boolean alone;

  Queue(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "queue",
            "Messages of 1 KiB at "
                + clients
                + " clients, each durable when it is answered; the clients run on the same cores."
                + " Requests to send and receive are signed once and sent often; each deletion is"
                + " signed for itself, within the time that is measured.");
    try (var target = Target.open(terminal, endpoint)) {
      var server = QueueServer.of(target.connection());
      rates("Hearth", server, endpoint == null ? target.server() : null, report);
      if (samples > 0) {
        progress("from an idle queue to a function");
        report.latency("sent until its function runs", new QueueArrival(target).measure(samples));
      }
      if (depth > 0) {
        atDepth(target, server, report);
      }
    }
    if (!alone) {
      peer("ElasticMQ in memory", false, report);
      peer("ElasticMQ with H2", true, report);
    }
    return report;
  }

  private void peer(String what, boolean durable, Report report) throws IOException {
    try (var peer = ElasticMq.start(durable, this::progress)) {
      if (peer == null) {
        progress("ElasticMQ could not be fetched: not measured");
      } else {
        rates(what, QueueServer.of(peer), peer.handle(), report);
      }
    }
  }

  private void rates(
      String what, QueueServer server, @Nullable ProcessHandle process, Report report)
      throws IOException {
    progress(what + ": warming up");
    for (int batch : new int[] {1, BATCH}) {
      var load = load(server, "heat", batch);
      load.send(clients, HEAT, Long.MAX_VALUE);
      load.drain(clients, HEAT);
    }
    for (int batch : new int[] {1, BATCH}) {
      var title = what + (batch == 1 ? ", single" : ", ten at a time");
      progress(title);
      var load = load(server, "rates", batch);
      long before = processorMicroseconds(process);
      var sent = load.send(clients, Duration.ofSeconds(seconds), Long.MAX_VALUE);
      latency(report, title + ": send", sent.sends());
      report.figure(title + ": sent", sent.perSecond(), "messages/s");
      var drained = load.drain(clients, Duration.ofSeconds(10L * seconds));
      latency(report, title + ": receive", drained.receives());
      latency(report, title + ": delete", drained.deletes());
      report.figure(title + ": received and deleted", drained.perSecond(), "messages/s");
      if (before > 0 && sent.messages() > 0) {
        double spent = processorMicroseconds(process) - before;
        report.figure(title + ": the server's processors", spent / sent.messages(), "µs/message");
      }
      if (drained.messages() != sent.messages()) {
        report.failure(
            "%s: %d sent, %d received".formatted(title, sent.messages(), drained.messages()));
      }
    }
  }

  private void atDepth(Target target, QueueServer server, Report report) throws IOException {
    progress("filling a queue with " + depth + " messages");
    var heap = endpoint == null ? LiveHeap.kibibytes(target.server()) : 0;
    var url = server.createQueue("deep-" + System.nanoTime());
    var filled = new QueueLoad(server, url, BATCH).send(clients, LONGEST_FILLING, depth);
    report.figure("sent until there are " + filled.messages(), filled.perSecond(), "messages/s");
    if (endpoint == null) {
      report.figure("heap before", heap / 1024.0, "MiB");
      report.figure("heap with them", LiveHeap.kibibytes(target.server()) / 1024.0, "MiB");
    }
    for (int batch : new int[] {1, BATCH}) {
      var title = "of " + filled.messages() + (batch == 1 ? ", single" : ", ten at a time");
      var drained = new QueueLoad(server, url, batch).drain(1, Duration.ofSeconds(seconds));
      latency(report, title + ": receive at one client", drained.receives());
    }
    var drained = new QueueLoad(server, url, BATCH).drain(clients, Duration.ofSeconds(seconds));
    report.figure("received and deleted of them", drained.perSecond(), "messages/s");
  }

  /// What a process has had of the processors so far: of all figures the one that says least about
  /// what else the machine does. 0 where that is not known.
  private static long processorMicroseconds(@Nullable ProcessHandle process) {
    return process == null
        ? 0
        : process.info().totalCpuDuration().map(time -> time.toNanos() / 1_000).orElse(0L);
  }

  private static QueueLoad load(QueueServer server, String purpose, int batch) throws IOException {
    var url = server.createQueue(purpose + "-" + batch + "-" + System.nanoTime());
    return new QueueLoad(server, url, batch);
  }

  private static void latency(Report report, String what, @Nullable Samples samples) {
    if (samples != null) {
      report.latency(what, samples);
    }
  }
}
