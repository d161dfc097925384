package dev.hearth.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// The one place where a failure becomes what the user reads: what happened, then what to do next.
///
/// | failure                           | exit code | said                                   |
/// |-----------------------------------|-----------|----------------------------------------|
/// | wrong option, missing argument    | 2         | the fault, similar words, `--help`     |
/// | [Failure]                         | 1         | its message and its advice             |
/// | an AWS error                      | 1         | AWS's code and message                 |
/// | nobody answers                    | 1         | how to start a Hearth                  |
/// | anything else                     | 1         | its type and message; a trace when `HEARTH_DEBUG` is set |
final class Problems {
  private final Terminal terminal;

  Problems(Terminal terminal) {
    this.terminal = terminal;
  }

  int usage(ParameterException problem, String[] args) {
    var command = problem.getCommandLine();
    var said = message(problem);
    var advice = "`" + terminal.hearth() + path(command) + " --help` tells more.";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      said = "There is no " + String.join(" ", unmatched.getUnmatched()) + " here.";
      var similar = unmatched.getSuggestions();
      if (!similar.isEmpty()) {
        advice = "Did you mean " + String.join(" or ", similar) + "? " + advice;
      }
    }
    say(List.of(args).contains("--json"), "Usage", said, advice);
    return HearthCommand.USAGE;
  }

  int failure(Exception problem, CommandLine command, ParseResult parsed) {
    boolean json = command.getParseResult().hasMatchedOption("--json");
    switch (problem) {
      case Failure failure -> say(json, "Failure", failure.getMessage(), failure.next());
      case AwsServiceException refused -> say(json, code(refused), refusal(refused), null);
      case SdkClientException unreachable when cause(unreachable) -> noAnswer(json);
      case Exception other when cause(other) -> noAnswer(json);
      default -> say(json, problem.getClass().getSimpleName(), message(problem), null);
    }
    if (terminal.variable("HEARTH_DEBUG") != null) {
      problem.printStackTrace(terminal.err());
    }
    return HearthCommand.FAILED;
  }

  private void noAnswer(boolean json) {
    say(
        json,
        "NoAnswer",
        "No Hearth answers.",
        "Start one with `" + terminal.hearth() + " up` and leave it running.");
  }

  private void say(boolean json, String code, String message, @Nullable String next) {
    if (json) {
      var fields = new LinkedHashMap<String, String>();
      fields.put("error", code);
      fields.put("message", message);
      if (next != null) {
        fields.put("next", next);
      }
      terminal.err().println(Json.of(fields));
      return;
    }
    terminal.err().println(terminal.errorStyle().bad("✗ ") + message);
    if (next != null) {
      terminal.err().println("  " + next);
    }
  }

  private static String path(CommandLine command) {
    return command.getParent() == null
        ? ""
        : path(command.getParent()) + " " + command.getCommandName();
  }

  private static boolean cause(Throwable problem) {
    for (@Nullable Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  private static String code(AwsServiceException refused) {
    var details = refused.awsErrorDetails();
    return details == null || details.errorCode() == null ? "Refused" : details.errorCode();
  }

  private static String refusal(AwsServiceException refused) {
    var details = refused.awsErrorDetails();
    var text =
        details == null || details.errorMessage() == null
            ? refused.getMessage()
            : details.errorMessage();
    return code(refused) + ": " + text;
  }

  private static String message(Exception problem) {
    var text = problem.getMessage();
    if (text == null) {
      return problem.getClass().getSimpleName();
    }
    return problem instanceof IOException ? problem.getClass().getSimpleName() + ": " + text : text;
  }
}
