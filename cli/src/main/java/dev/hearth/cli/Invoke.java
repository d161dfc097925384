package dev.hearth.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/// `hearth invoke`: call a function and print its answer.
@Command(
    name = "invoke",
    description = {
      "Call a function. Its answer goes to standard output; time and log lines to standard error.",
      "Exits with 1 where the function failed.",
      "",
      "  hearth invoke greet --payload '{\"name\": \"Ada\"}'",
      "  hearth invoke greet --payload @event.json --log"
    })
final class Invoke extends RemoteCommand {
  @Parameters(paramLabel = "NAME", description = "The function's name or ARN.")
  private String name = "";

  @Mixin private EventOption event = new EventOption();

  @Option(names = "--async", description = "Hand the event over and do not wait for the answer.")
  private boolean async;

  @Option(names = "--log", description = "Show the log lines of this call (up to 4 KB).")
  private boolean log;

  @Option(
      names = "--qualifier",
      paramLabel = "VERSION",
      description = "A version or an alias (default: $$LATEST).")
  private @Nullable String qualifier;

  Invoke(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    var payload = event.read(terminal);
    var lambda = clients.lambda();
    var answer =
        lambda.invoke(
            r ->
                r.functionName(name)
                    .qualifier(qualifier)
                    .invocationType(async ? InvocationType.EVENT : InvocationType.REQUEST_RESPONSE)
                    .logType(log && !async ? LogType.TAIL : LogType.NONE)
                    .payload(payload));
    long nanoseconds = clients.lastRoundTripNanoseconds();
    if (json) {
      printJson(answer, nanoseconds);
    } else {
      print(answer, nanoseconds);
    }
    return answer.functionError() == null ? DONE : FAILED;
  }

  private void print(InvokeResponse answer, long nanoseconds) {
    var err = terminal.err();
    var style = terminal.errorStyle();
    if (answer.logResult() != null) {
      decodedLog(answer).lines().forEach(line -> err.println(style.dim(line)));
    }
    if (async) {
      err.println("Accepted in " + Spans.milliseconds(nanoseconds) + ".");
      return;
    }
    terminal.out().println(answer.payload().asUtf8String());
    err.println(
        answer.functionError() == null
            ? style.dim("answered in " + Spans.milliseconds(nanoseconds))
            : style.bad("✗ the function failed (" + answer.functionError() + ")")
                + " after "
                + Spans.milliseconds(nanoseconds));
  }

  private void printJson(InvokeResponse answer, long nanoseconds) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("statusCode", answer.statusCode());
    fields.put("executedVersion", answer.executedVersion());
    fields.put("functionError", answer.functionError());
    fields.put("milliseconds", nanoseconds / 1e6);
    fields.put("payload", answer.payload() == null ? "" : answer.payload().asUtf8String());
    if (answer.logResult() != null) {
      fields.put("log", decodedLog(answer));
    }
    terminal.out().println(Json.of(fields));
  }

  private static String decodedLog(InvokeResponse answer) {
    return new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
  }
}
