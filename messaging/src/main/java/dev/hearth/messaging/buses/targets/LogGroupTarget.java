package dev.hearth.messaging.buses.targets;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.buses.delivery.Shipment;
import dev.hearth.messaging.buses.delivery.TargetService;
import dev.hearth.observability.store.LogEvent;
import dev.hearth.observability.store.LogEvents;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.observability.store.LogStreams;
import dev.hearth.store.Database;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// Log groups of the rule's own account: each event is one event of a stream of the day and the
/// rule.
public final class LogGroupTarget implements TargetService {
  private static final String TYPE = "log-group:";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final Database logs;
  private final InstantSource clock;

  /// @param logs the logs' database
  public LogGroupTarget(Database logs, InstantSource clock) {
    this.logs = logs;
    this.clock = clock;
  }

  @Override
  public void check(RuleReference rule, Target target) {
    var arn = Arn.parse(target.arn()).orElseThrow();
    if (!arn.resource().startsWith(TYPE) || !AccountId.isValid(arn.account())) {
      throw Refusals.invalid(target.arn(), "Provided Arn is not in correct format.");
    }
    if (!arn.account().equals(rule.bus().account().digits())) {
      throw Refusals.invalid(target.arn(), "A log group must be of the rule's own account.");
    }
  }

  @Override
  public Sent send(Shipment shipment) {
    var arn = Arn.parse(shipment.target().arn()).orElseThrow();
    var name = arn.resource().substring(TYPE.length()).split(":", 2)[0];
    var now = clock.instant();
    var stream = DAY.format(now) + "/" + shipment.rule().name();
    var event = new LogEvent.New(shipment.event().time(), shipment.body().text());
    return logs.write(
        sql -> {
          var group =
              new LogGroups(sql)
                  .find(new AccountId(arn.account()), new Region(arn.region()), name)
                  .orElse(null);
          if (group == null) {
            return new Sent.Refused("NO_RESOURCE", "Log group " + name + " does not exist.");
          }
          var streams = new LogStreams(sql);
          var found =
              streams
                  .find(group, stream)
                  .or(() -> streams.create(group, stream, now))
                  .orElseThrow();
          new LogEvents(sql).append(found, List.of(event), now);
          return new Sent.Delivered();
        });
  }
}
