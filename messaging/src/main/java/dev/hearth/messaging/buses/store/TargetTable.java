package dev.hearth.messaging.buses.store;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.wire.protocol.ModelJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The targets of the rules of one bus, in one transaction.
public final class TargetTable {
  private static final String OF_BUS =
      " WHERE account = :account AND region = :region AND bus = :bus";
  private static final String OF_RULE = OF_BUS + " AND rule = :rule";

  private final Handle sql;
  private final BusReference bus;

  TargetTable(Handle sql, BusReference bus) {
    this.sql = sql;
    this.bus = bus;
  }

  /// Those of a rule, by id in the order of bytes.
  public List<Target> of(RuleReference rule) {
    return bind(sql.createQuery("SELECT model FROM bus_targets" + OF_RULE + " ORDER BY id"))
        .bind("rule", rule.name())
        .map((row, _) -> read(row.getBytes("model")))
        .list();
  }

  /// Those of all rules, by the rule's name.
  public Map<String, List<Target>> all() {
    var all = new LinkedHashMap<String, List<Target>>();
    bind(sql.createQuery("SELECT rule, model FROM bus_targets" + OF_BUS + " ORDER BY rule, id"))
        .map((row, _) -> Map.entry(row.getString("rule"), read(row.getBytes("model"))))
        .forEach(
            each ->
                all.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(each.getValue()));
    return all;
  }

  private static Target read(byte[] model) {
    return ModelJson.read(Payload.of(model), Target.builder()).build();
  }

  /// Keeps a target, in place of the rule's one of the same id.
  public void put(RuleReference rule, Target target) {
    remove(rule, target.id());
    bind(sql.createUpdate(
            """
            INSERT INTO bus_targets (account, region, bus, rule, id, arn, model)
            VALUES (:account, :region, :bus, :rule, :id, :arn, :model)
            """))
        .bind("rule", rule.name())
        .bind("id", target.id())
        .bind("arn", target.arn())
        .bind("model", ModelJson.write(target))
        .execute();
  }

  public boolean remove(RuleReference rule, String id) {
    return bind(sql.createUpdate("DELETE FROM bus_targets" + OF_RULE + " AND id = :id"))
            .bind("rule", rule.name())
            .bind("id", id)
            .execute()
        == 1;
  }

  /// The names behind `after` of rules that have this target, in the order of bytes.
  public List<String> rules(String arn, String after, int most) {
    return bind(sql.createQuery(
            "SELECT DISTINCT rule FROM bus_targets"
                + OF_BUS
                + " AND arn = :arn AND rule > :after ORDER BY rule LIMIT :most"))
        .bind("arn", arn)
        .bind("after", after)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  private <S extends SqlStatement<S>> S bind(S statement) {
    return statement
        .bind("account", bus.account().digits())
        .bind("region", bus.region().name())
        .bind("bus", bus.name());
  }
}
