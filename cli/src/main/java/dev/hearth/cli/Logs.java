package dev.hearth.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/// `hearth logs`: what a function wrote.
@Command(
    name = "logs",
    description = {
      "Show what a function and the platform wrote about its calls, oldest first.",
      "",
      "  hearth logs greet -f --filter ERROR"
    })
final class Logs extends RemoteCommand {
  private static final Duration POLL = Duration.ofMillis(500);
  // Lines become readable in batches, so that a later one may be stored before an earlier one.
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int REMEMBERED = 20_000;
  private static final Pattern PLATFORM =
      Pattern.compile("(START|END|REPORT) RequestId: .*|INIT_(START|REPORT) .*", Pattern.DOTALL);

  private final InstantSource clock;
  private final DateTimeFormatter time =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
  private final Set<String> shown = new LinkedHashSet<>();

  @Parameters(paramLabel = "NAME", description = "The function's name.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new lines until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      description = "How far back: 30s, 10m, 2h, 7d (default: 10m).")
  private String since = "10m";

  @Option(
      names = "--filter",
      paramLabel = "PATTERN",
      description = "A CloudWatch Logs filter pattern, such as ERROR or '{ $$.level = \"warn\" }'.")
  private @Nullable String filter;

  Logs(Terminal terminal, InstantSource clock) {
    super(terminal);
    this.clock = clock;
  }

  @Override
  int run(AwsClients clients) {
    var from = clock.instant().minus(Spans.parse(since));
    boolean any = show(clients, from);
    if (follow) {
      follow(clients, from);
    } else if (!any && !json) {
      terminal.err().println("No lines in the last " + since + ". --since 1d looks further back.");
    }
    return DONE;
  }

  // Until the process is interrupted: nothing else ends it.
  private void follow(AwsClients clients, Instant from) {
    var pause = new CountDownLatch(1);
    try {
      while (!pause.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        var recent = clock.instant().minus(LATE);
        show(clients, recent.isAfter(from) ? recent : from);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean show(AwsClients clients, Instant from) {
    boolean any = false;
    try {
      var pages =
          clients
              .logs()
              .filterLogEventsPaginator(
                  r ->
                      r.logGroupName("/aws/lambda/" + name)
                          .startTime(from.toEpochMilli())
                          .filterPattern(filter));
      for (var event : pages.events()) {
        any = true;
        if (shown.add(event.eventId())) {
          print(event);
        }
      }
    } catch (ResourceNotFoundException _) {
      // The group appears with the first line; whether there is such a function, Lambda knows.
      clients.lambda().getFunctionConfiguration(r -> r.functionName(name));
    }
    while (shown.size() > REMEMBERED) {
      shown.remove(shown.iterator().next());
    }
    return any;
  }

  private void print(FilteredLogEvent event) {
    var line = event.message().stripTrailing();
    if (json) {
      terminal
          .out()
          .println(
              Json.of(
                  Map.of(
                      "timestamp", event.timestamp(),
                      "stream", event.logStreamName(),
                      "message", event.message())));
      return;
    }
    var style = terminal.style();
    var stamp = style.dim(time.format(Instant.ofEpochMilli(event.timestamp())));
    terminal
        .out()
        .println(stamp + "  " + (PLATFORM.matcher(line).matches() ? style.dim(line) : line));
  }
}
