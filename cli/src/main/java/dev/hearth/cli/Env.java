package dev.hearth.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hearth env`: shell exports, for `eval "$(hearth env)"`.
@Command(
    name = "env",
    description = {
      "Print the shell exports that point the AWS CLI and SDKs at a Hearth, with its"
          + " administrator's key.",
      "",
      "  eval \"$(hearth env)\"",
      "  aws lambda list-functions"
    })
final class Env extends HearthCommand {
  // Left over from a session with the real AWS, these would spoil every request.
  private static final List<String> CONFLICTING = List.of("AWS_SESSION_TOKEN", "AWS_PROFILE");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  Env(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    var found = connection.fromFolder(terminal);
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_ENDPOINT_URL", found.endpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", found.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", found.secretAccessKey());
    variables.put("AWS_REGION", found.region());
    variables.put("AWS_DEFAULT_REGION", found.region());
    if (json) {
      terminal.out().println(Json.of(variables));
    } else {
      print(variables);
    }
    return DONE;
  }

  private void print(Map<String, String> variables) {
    for (var name : CONFLICTING) {
      if (terminal.variable(name) != null) {
        terminal.out().println("unset " + name);
      }
    }
    variables.forEach(
        (name, value) -> terminal.out().println("export " + name + "=" + quote(value)));
    if (terminal.interactive()) {
      terminal
          .err()
          .println(terminal.errorStyle().dim("# eval \"$(" + terminal.hearth() + " env)\""));
    }
  }

  /// `value` as one word of a POSIX shell.
  static String quote(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
