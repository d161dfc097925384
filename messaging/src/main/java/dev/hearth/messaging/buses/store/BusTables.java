package dev.hearth.messaging.buses.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import java.util.List;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;

/// The tables of event buses, in one transaction.
public record BusTables(Handle sql) {
  public <T extends SdkPojo> ResourceTable<T> resources(
      ResourceKind<T> kind, AccountId account, Region region) {
    return new ResourceTable<>(sql, kind, account, region, "");
  }

  /// The rules of a bus.
  public ResourceTable<DescribeRuleResponse> rules(BusReference bus) {
    return new ResourceTable<>(sql, ResourceKind.RULE, bus.account(), bus.region(), bus.name());
  }

  public TargetTable targets(BusReference bus) {
    return new TargetTable(sql, bus);
  }

  public ArchivedEvents archived(AccountId account, Region region, String archive) {
    return new ArchivedEvents(sql, account, region, archive);
  }

  public TagTable tags() {
    return new TagTable(sql);
  }

  /// A bus; the default one is there without having been made.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  public DescribeEventBusResponse bus(BusReference bus) {
    return resources(ResourceKind.BUS, bus.account(), bus.region())
        .find(bus.name())
        .map(ResourceTable.Stored::model)
        .orElseGet(
            () -> {
              if (!bus.isDefault()) {
                throw Refusals.notFound("Event bus " + bus.name());
              }
              return DescribeEventBusResponse.builder()
                  .name(bus.name())
                  .arn(bus.arn().toString())
                  .build();
            });
  }

  public boolean exists(BusReference bus) {
    return bus.isDefault()
        || resources(ResourceKind.BUS, bus.account(), bus.region()).find(bus.name()).isPresent();
  }

  /// A rule.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  public ResourceTable.Stored<DescribeRuleResponse> rule(RuleReference rule) {
    bus(rule.bus());
    return rules(rule.bus()).find(rule.name()).orElseThrow(() -> Refusals.ruleNotFound(rule));
  }

  /// Tells every node that a bus's rules or targets have changed.
  public void changed(BusReference bus) {
    sql.execute(
        """
        INSERT INTO bus_changes (account, region, bus, revision) VALUES (?, ?, ?, 1)
        ON CONFLICT (account, region, bus) DO UPDATE SET revision = bus_changes.revision + 1
        """,
        bus.account().digits(),
        bus.region().name(),
        bus.name());
  }

  /// Counts the changes of a bus's rules and targets.
  public long revision(BusReference bus) {
    return sql.select(
            "SELECT revision FROM bus_changes WHERE account = ? AND region = ? AND bus = ?",
            bus.account().digits(),
            bus.region().name(),
            bus.name())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /// All archives, for the sweep that deletes what is old.
  public List<ArchiveName> archives() {
    return sql.select(
            "SELECT account, region, name, model FROM bus_resources WHERE kind = 'archive'")
        .map(
            (row, _) ->
                new ArchiveName(
                    new AccountId(row.getString("account")),
                    new Region(row.getString("region")),
                    row.getString("name"),
                    ResourceKind.ARCHIVE
                        .reader()
                        .apply(Payload.of(row.getBytes("model")))
                        .retentionDays()))
        .list();
  }

  /// @param retentionDays 0 for ever
  public record ArchiveName(AccountId account, Region region, String name, int retentionDays) {}
}
