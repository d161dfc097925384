package dev.hearth.messaging.queues.api;

import static java.util.Map.entry;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.QueueSettings;
import dev.hearth.messaging.queues.Queues;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What queues' attributes may be set to. Sources: `CreateQueue`, `SetQueueAttributes`; SQS
/// Developer Guide, "Policy quotas".
final class AttributeRules {
  private static final int LONGEST_POLICY = 8_192;

  /// Numbers, with the least and the most of each.
  private static final Map<String, int[]> NUMBERS =
      Map.ofEntries(
          entry("DelaySeconds", new int[] {0, 900}),
          entry("MaximumMessageSize", new int[] {1_024, QueueSettings.LARGEST_MESSAGE}),
          entry("MessageRetentionPeriod", new int[] {60, 1_209_600}),
          entry("ReceiveMessageWaitTimeSeconds", new int[] {0, 20}),
          entry("VisibilityTimeout", new int[] {0, 43_200}),
          entry("KmsDataKeyReusePeriodSeconds", new int[] {60, 86_400}));

  /// What only FIFO queues have, with the values of each.
  private static final Map<String, Set<String>> ORDERED =
      Map.of(
          "FifoQueue", Set.of("true"),
          "ContentBasedDeduplication", Set.of("true", "false"),
          "DeduplicationScope", Set.of("messageGroup", "queue"),
          "FifoThroughputLimit", Set.of("perQueue", "perMessageGroupId"));

  /// What an empty value takes away.
  private static final Set<String> REMOVABLE =
      Set.of("Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId");

  private final RedriveRules redrive;

  AttributeRules(Queues queues) {
    redrive = new RedriveRules(queues);
  }

  static ServiceException unknown(String name) {
    return new ServiceException(
        "InvalidAttributeName", 400, "Unknown Attribute %s.".formatted(name));
  }

  private static ServiceException invalid(String name) {
    return new ServiceException(
        "InvalidAttributeValue", 400, "Invalid value for the parameter %s.".formatted(name));
  }

  /// The attributes after `wanted` came to `given`, all checked.
  Map<String, String> check(
      Arn queue,
      Map<String, String> given,
      Map<String, String> wanted,
      boolean fifo,
      boolean creating) {
    var changed = change(given, wanted, fifo, creating);
    checkTargets(queue, wanted, fifo);
    return changed;
  }

  /// Checks whether the queues that are named in `wanted` are there.
  void checkTargets(Arn queue, Map<String, String> wanted, boolean fifo) {
    var policy = wanted.get("RedrivePolicy");
    if (policy != null && !policy.isEmpty()) {
      redrive.checkTarget(queue, policy, fifo);
    }
  }

  /// The attributes after `wanted` came to `given`.
  Map<String, String> change(
      Map<String, String> given, Map<String, String> wanted, boolean fifo, boolean creating) {
    var changed = new HashMap<>(given);
    wanted.forEach(
        (name, value) -> {
          if (value.isEmpty() && REMOVABLE.contains(name)) {
            changed.remove(name);
          } else {
            changed.put(name, value(name, value, fifo, creating));
          }
        });
    encryption(changed, wanted);
    if ("perMessageGroupId".equals(changed.get("FifoThroughputLimit"))
        && !"messageGroup".equals(changed.get("DeduplicationScope"))) {
      throw new ServiceException(
          "InvalidAttributeValue",
          400,
          "The perMessageGroupId value is allowed only when the value for DeduplicationScope is"
              + " messageGroup.");
    }
    return changed;
  }

  private String value(String name, String value, boolean fifo, boolean creating) {
    var range = NUMBERS.get(name);
    if (range != null) {
      return number(name, value, range[0], range[1]);
    }
    var choices = ORDERED.get(name);
    if (choices != null) {
      return ordered(name, value, choices, fifo, creating);
    }
    return switch (name) {
      case "Policy" -> policy(value);
      case "RedrivePolicy" -> RedriveRules.policy(value);
      case "RedriveAllowPolicy" -> RedriveRules.allowPolicy(value);
      case "KmsMasterKeyId" -> {
        if (value.length() > 2_048) {
          throw invalid(name);
        }
        yield value;
      }
      case "SqsManagedSseEnabled" -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw invalid(name);
        }
        yield value;
      }
      default -> throw unknown(name);
    };
  }

  private static String number(String name, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return Integer.toString(number);
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw invalid(name);
  }

  private static String ordered(
      String name, String value, Set<String> choices, boolean fifo, boolean creating) {
    if (!fifo || (name.equals("FifoQueue") && !creating && !value.equals("true"))) {
      throw name.equals("FifoQueue")
          ? unknown(name)
          : new ServiceException(
              "InvalidAttributeName",
              400,
              "You can specify the %s only when FifoQueue is set to true.".formatted(name));
    }
    if (!choices.contains(value)) {
      throw invalid(name);
    }
    return value;
  }

  private static String policy(String document) {
    if (document.getBytes(StandardCharsets.UTF_8).length > LONGEST_POLICY) {
      throw invalid("Policy");
    }
    try {
      Policy.parse(document, PolicyKind.RESOURCE);
    } catch (ServiceException malformed) {
      throw new ServiceException(
          "InvalidAttributeValue",
          400,
          "Invalid value for the parameter Policy. Reason: " + malformed.getMessage());
    }
    return document;
  }

  /// One kind of encryption at a time; the one that was asked for last.
  private static void encryption(Map<String, String> changed, Map<String, String> wanted) {
    boolean managed = "true".equals(wanted.get("SqsManagedSseEnabled"));
    boolean byKey = !wanted.getOrDefault("KmsMasterKeyId", "").isEmpty();
    if (managed && byKey) {
      throw new ServiceException(
          "InvalidAttributeValue",
          400,
          "You can use one type of server-side encryption (SSE) at one time. You can either enable"
              + " KMS SSE or SQS SSE.");
    }
    if (managed) {
      changed.remove("KmsMasterKeyId");
    }
    if (byKey) {
      changed.put("SqsManagedSseEnabled", "false");
    }
  }
}
