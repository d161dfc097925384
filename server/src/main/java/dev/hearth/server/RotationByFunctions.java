package dev.hearth.server;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.expressions.ScheduleExpression;
import dev.hearth.secrets.secrets.rotation.RotationFunctions;
import dev.hearth.secrets.secrets.rotation.RotationSchedules;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Has functions rotate secrets, as the service Secrets Manager, which their policies must let.
///
/// @param runner runs functions
/// @param endpoint Hearth's own
record RotationByFunctions(
    EventRunner runner, Authorization authorization, URI endpoint, InstantSource clock)
    implements RotationFunctions {
  private static final String SECRETS_MANAGER = "secretsmanager.amazonaws.com";

  /// Reads an expression.
  static Optional<RotationSchedules.Schedule> schedule(String expression) {
    return ScheduleExpression.parse(expression)
        .map(parsed -> (after, start) -> parsed.next(after, start, ZoneOffset.UTC));
  }

  @Override
  public boolean mayInvoke(String functionArn, Arn secret) {
    var account = secret.account();
    var need =
        new Access.Need(
            "lambda:InvokeFunction",
            functionArn,
            Map.of(
                "aws:SourceArn", List.of(secret.toString()),
                "aws:SourceAccount", List.of(account)));
    var call =
        new Call(
            UUID.randomUUID().toString(),
            "lambda",
            "Invoke",
            region(functionArn, secret),
            new Caller(new AccountId(account), SECRETS_MANAGER, SECRETS_MANAGER, null, Map.of()),
            endpoint,
            "", // it comes from no address
            SECRETS_MANAGER,
            clock.instant());
    try {
      authorization.check(new Access(List.of(need)), call);
      return true;
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        throw e; // not an answer
      }
      return false;
    }
  }

  @Override
  public Optional<String> invoke(String functionArn, Arn secret, String event) {
    try {
      if (!mayInvoke(functionArn, secret)) {
        return Optional.of("the function's policy does not let Secrets Manager invoke it");
      }
      var function =
          FunctionReference.parse(
              new AccountId(secret.account()), region(functionArn, secret), functionArn, null);
      var answer =
          runner.run(
              function,
              new Event(UUID.randomUUID().toString(), functionArn, Payload.of(event), null, null));
      // What a function says of its failure may have a secret in it.
      return answer.functionError() == null
          ? Optional.empty()
          : Optional.of("the function failed; its log says why");
    } catch (ServiceException e) {
      return Optional.of(e.code() + ": " + e.getMessage());
    }
  }

  private static Region region(String functionArn, Arn secret) {
    return new Region(
        Arn.parse(functionArn).map(Arn::region).filter(Region::isValid).orElse(secret.region()));
  }
}
