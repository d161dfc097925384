package dev.hearth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearth policy`: the least that a function's role must be allowed.
@Command(
    name = "policy",
    description = {
      "Print the smallest IAM policy that covers what a function's role really called, and tell how"
          + " it differs from what the role is granted: what was never used, what is missing, what"
          + " was denied and by which statement. The policy goes to standard output.",
      "",
      "  hearth policy orders >policy.json",
      "  hearth policy --explain REQUEST_ID    tell which statement decided a request",
      "  hearth policy orders --check          exit with 1 where grants and calls differ"
    })
final class PolicyCommand extends RemoteCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The function.")
  private @Nullable String function;

  @Option(
      names = "--principal",
      paramLabel = "ARN",
      description = "A role or user, instead of a function's role.")
  private @Nullable String principal;

  @Option(
      names = "--explain",
      paramLabel = "REQUEST_ID",
      description =
          "Tell which statement decided a request: any that was denied, or one of the last few"
              + " thousand that were allowed.")
  private @Nullable String request;

  @Option(names = "--with-denied", description = "Let the policy cover what was denied as well.")
  private boolean withDenied;

  @Option(
      names = "--check",
      description = "Exit with 1 where something is granted and unused, missing or was denied.")
  private boolean check;

  PolicyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    if (request != null) {
      return explain(clients, request);
    }
    var answer =
        clients
            .own()
            .get("/_hearth/access?denied=" + withDenied + "&principal=" + encoded(role(clients)));
    if (json) {
      terminal.out().println(answer);
    } else {
      terminal.out().println(answer.path("policy").toPrettyString());
      terminal.err().print(PolicyReport.render(answer, terminal.errorStyle()));
    }
    return check && PolicyReport.differs(answer) ? FAILED : DONE;
  }

  private String role(AwsClients clients) {
    if (principal != null) {
      return principal;
    }
    if (function == null) {
      throw new ParameterException(
          spec.commandLine(), "NAME, --principal or --explain is missing.");
    }
    var name = function;
    return clients.lambda().getFunctionConfiguration(r -> r.functionName(name)).role();
  }

  private int explain(AwsClients clients, String requestId) {
    var answer = clients.own().get("/_hearth/access/explain?request=" + encoded(requestId));
    if (json) {
      terminal.out().println(answer);
    } else {
      for (JsonNode decision : answer.path("decisions")) {
        terminal.out().println(PolicyReport.decision(decision, terminal.style()));
      }
    }
    return DONE;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
