package dev.hearth.messaging.schedules.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.expressions.ScheduleExpression;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.messaging.schedules.ScheduleTargets;
import dev.hearth.messaging.schedules.store.ScheduleTables;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.Tag;

/// What requests say of schedules and groups, and what of it is refused.
final class ScheduleInput {
  private static final int LONGEST_PAGE = 100;
  private static final int MOST_TAGS = 50;

  private final ScheduleTargets targets;
  private final Predicate<String> assumable;

  /// @param assumable whether Scheduler may assume the role of an ARN
  ScheduleInput(ScheduleTargets targets, Predicate<String> assumable) {
    this.targets = targets;
    this.assumable = assumable;
  }

  static Access access(String action, ScheduleReference schedule, String role) {
    return Access.to(action, schedule.arn())
        .and(
            "iam:PassRole",
            role,
            Map.of("iam:PassedToService", List.of("scheduler.amazonaws.com")));
  }

  static String zone(@Nullable String zone) {
    return zone == null ? "UTC" : zone;
  }

  /// @throws dev.hearth.kernel.ServiceException `ValidationException`
  void check(GetScheduleResponse schedule, @Nullable String key) {
    if (key != null) {
      throw ScheduleRefusals.invalid("Hearth encrypts schedules with no keys of yours.");
    }
    if (ScheduleExpression.parse(schedule.scheduleExpression()).isEmpty()) {
      throw ScheduleRefusals.invalid(
          "Invalid Schedule Expression %s.".formatted(schedule.scheduleExpression()));
    }
    try {
      var zone = ZoneId.of(schedule.scheduleExpressionTimezone());
      if (!ZoneId.getAvailableZoneIds().contains(zone.getId())) {
        throw new DateTimeException("no region");
      }
    } catch (DateTimeException _) {
      throw ScheduleRefusals.invalid(
          "The provided timezone is invalid: " + schedule.scheduleExpressionTimezone());
    }
    var window = schedule.flexibleTimeWindow();
    boolean flexible = window.mode() == FlexibleTimeWindowMode.FLEXIBLE;
    if (flexible != (window.maximumWindowInMinutes() != null)) {
      throw ScheduleRefusals.invalid(
          "MaximumWindowInMinutes must be provided for a FLEXIBLE window, and for no other.");
    }
    if (schedule.startDate() != null
        && schedule.endDate() != null
        && !schedule.startDate().isBefore(schedule.endDate())) {
      throw ScheduleRefusals.invalid("The StartDate you specify must come before the EndDate.");
    }
    var deadLetters = schedule.target().deadLetterConfig();
    if (deadLetters != null
        && deadLetters.arn() != null
        && (!deadLetters.arn().startsWith("arn:aws:sqs:") || deadLetters.arn().endsWith(".fifo"))) {
      throw ScheduleRefusals.invalid("DeadLetterConfig.Arn must be the ARN of a standard queue.");
    }
    targets.check(schedule.target());
    if (!assumable.test(schedule.target().roleArn())) {
      throw ScheduleRefusals.invalid(
          "The execution role you provide must allow AWS EventBridge Scheduler to assume the"
              + " role.");
    }
  }

  /// A group; the default one is there without having been made.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  static GetScheduleGroupResponse group(ScheduleTables tables, Call call, String name) {
    if (name.equals(ScheduleReference.DEFAULT_GROUP)) {
      return GetScheduleGroupResponse.builder()
          .name(name)
          .arn(ScheduleReference.group(call, name).toString())
          .state(ScheduleGroupState.ACTIVE)
          .build();
    }
    return tables
        .group(call.account(), call.region(), name)
        .orElseThrow(() -> ScheduleRefusals.notFound("Schedule group " + name))
        .model();
  }

  /// The group that a tag operation names.
  static void owner(ScheduleTables tables, Call call, String arn) {
    var name = Arn.parse(arn).orElseThrow().resource().split("/", 2)[1];
    var group = group(tables, call, name);
    if (!group.arn().equals(arn)) {
      throw ScheduleRefusals.notFound("Schedule group " + name);
    }
  }

  static Map<String, String> tags(List<Tag> tags) {
    var map = new LinkedHashMap<String, String>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return few(map);
  }

  static Map<String, String> few(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw ScheduleRefusals.invalid("A schedule group has " + MOST_TAGS + " tags at most.");
    }
    return tags;
  }

  static int limit(@Nullable Integer most) {
    return most == null ? LONGEST_PAGE : Math.clamp(most, 1, LONGEST_PAGE);
  }

  /// What was listed last.
  record After(String group, String name) {
    String token() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((group + "\n" + name).getBytes(UTF_8));
    }
  }

  static After after(@Nullable String token) {
    if (token == null) {
      return new After("", "");
    }
    try {
      var parts = new String(Base64.getUrlDecoder().decode(token), UTF_8).split("\n", -1);
      if (parts.length == 2) {
        return new After(parts[0], parts[1]);
      }
    } catch (IllegalArgumentException _) {
      // below
    }
    throw ScheduleRefusals.invalid("Invalid NextToken token provided.");
  }
}
