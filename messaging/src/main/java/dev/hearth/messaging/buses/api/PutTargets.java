package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.delivery.TargetInput;
import dev.hearth.messaging.buses.delivery.TargetServices;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.HashSet;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Adds targets to a rule, or changes those of the same ids.
final class PutTargets implements Operation<PutTargetsRequest, PutTargetsResponse> {
  /// Source: "Amazon EventBridge quotas".
  private static final int MAX_TARGETS = 5;

  private static final String QUEUE = "arn:aws:sqs:";

  private final Context context;
  private final TargetServices services;

  PutTargets(Context context, TargetServices services) {
    this.context = context;
    this.services = services;
  }

  @Override
  public Access access(PutTargetsRequest input, Call call) {
    var access =
        Context.onRule("events:PutTargets", Context.rule(call, input.eventBusName(), input.rule()));
    for (var target : input.targets()) {
      if (target.roleArn() != null) {
        access = PutRule.passRole(access, target.roleArn());
      }
    }
    return access;
  }

  @Override
  public PutTargetsResponse run(PutTargetsRequest input, Call call) {
    var rule = Context.rule(call, input.eventBusName(), input.rule());
    var ids = new HashSet<String>();
    for (var target : input.targets()) {
      if (!ids.add(target.id())) {
        throw Refusals.invalid("Targets", "Duplicate target id: " + target.id());
      }
      check(target);
      services.check(rule, target);
    }
    context.changeRules(
        rule.bus(),
        tables -> {
          if (tables.rule(rule).model().managedBy() != null) {
            throw Refusals.managed(rule);
          }
          var table = tables.targets(rule.bus());
          input.targets().forEach(target -> table.put(rule, target));
          if (table.of(rule).size() > MAX_TARGETS) {
            throw Refusals.limitExceeded();
          }
          return null;
        });
    return PutTargetsResponse.builder().failedEntryCount(0).build();
  }

  private static void check(Target target) {
    TargetInput.check(target);
    check(target.retryPolicy());
    var deadLetters = target.deadLetterConfig() == null ? null : target.deadLetterConfig().arn();
    if (deadLetters != null && (!deadLetters.startsWith(QUEUE) || deadLetters.endsWith(".fifo"))) {
      throw Refusals.invalid("DeadLetterConfig.Arn", "It must be the ARN of a standard queue.");
    }
  }

  private static void check(@org.jspecify.annotations.Nullable RetryPolicy policy) {
    if (policy == null) {
      return;
    }
    var attempts = policy.maximumRetryAttempts();
    var age = policy.maximumEventAgeInSeconds();
    if (attempts != null && (attempts < 0 || attempts > 185)) {
      throw Refusals.invalid("MaximumRetryAttempts", "It must be 0 to 185.");
    }
    if (age != null && (age < 60 || age > 86_400)) {
      throw Refusals.invalid("MaximumEventAgeInSeconds", "It must be 60 to 86400.");
    }
  }
}
