package dev.hearth.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth` alone: what there is.
@Command(name = "hearth")
final class Overview extends HearthCommand {
  private static final String TEXT =
      """
      @hearth@  a serverless cloud that you own

        @Start@
          up         run a Hearth here, in the foreground
          demo       see it work: start one, deploy and call the examples, stop
          env        print the exports that point the AWS CLI and SDKs here

        @Functions@
          deploy     create or update a function from a folder
          invoke     call a function
          logs       show or follow what it writes
          ps         list the sandboxes

        @This machine@
          doctor     what this host can isolate, and how to mend the rest
          runtimes   install and list the language runtimes
          bench      measure cold and warm starts, bursts, density
          test       run every test
          version    print the version

      $hearth COMMAND --help tells more.  Exit codes: 0 done, 1 failed, 2 called wrongly.
      """;

  @Option(
      names = {"-V", "--version"},
      description = "Print the version.")
  private boolean version;

  Overview(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (version) {
      return new Version(terminal).call();
    }
    terminal.out().print(text());
    return DONE;
  }

  String text() {
    var style = terminal.style();
    return Pattern.compile("@([^@]+)@")
        .matcher(TEXT.replace("$hearth", terminal.hearth()))
        .replaceAll(found -> Matcher.quoteReplacement(style.bold(found.group(1))));
  }
}
