package dev.hearth.cli;

import picocli.CommandLine.Command;

/// `hearth runtimes`: the languages that functions can be written in here. Alone it lists them.
@Command(
    name = "runtimes",
    description = "List what functions run on here; `runtimes install` fetches what is missing.")
final class RuntimesCommand extends HearthCommand {
  RuntimesCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    return new RuntimesList(terminal).list(json);
  }
}
