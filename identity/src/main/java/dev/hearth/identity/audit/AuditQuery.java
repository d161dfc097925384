package dev.hearth.identity.audit;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which lines are wanted.
public final class AuditQuery {
  private final StringBuilder sql = new StringBuilder();
  private final Map<String, Object> values = new LinkedHashMap<>();

  /// @param sql conditions, each with an `AND` before it
  record Where(String sql, Map<String, Object> values) {}

  private AuditQuery() {}

  /// All lines of an account.
  public static AuditQuery of(AccountId account) {
    return new AuditQuery().and("account = :account", "account", account.digits());
  }

  private AuditQuery and(String condition, String name, Object value) {
    sql.append(" AND ").append(condition);
    values.put(name, value);
    return this;
  }

  public AuditQuery region(String region) {
    return and("region = :region", "region", region);
  }

  public AuditQuery management() {
    return and("management = :management", "management", true);
  }

  public AuditQuery readOnly(boolean readOnly) {
    return and("read_only = :readOnly", "readOnly", readOnly);
  }

  public AuditQuery eventId(String id) {
    return and("event_id = :eventId", "eventId", id);
  }

  public AuditQuery requestId(String id) {
    return and("request_id = :requestId", "requestId", id);
  }

  public AuditQuery eventName(String name) {
    return and("event_name = :eventName", "eventName", name);
  }

  /// @param source such as `lambda.amazonaws.com`
  public AuditQuery eventSource(String source) {
    return and("event_source = :eventSource", "eventSource", source);
  }

  public AuditQuery username(String name) {
    return and("username = :username", "username", name);
  }

  public AuditQuery accessKeyId(String id) {
    return and("access_key_id = :accessKeyId", "accessKeyId", id);
  }

  /// @param text an ARN, or what comes behind its last colon or slash
  public AuditQuery resource(String text) {
    var escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    sql.append(" AND (resources LIKE :arn ESCAPE '!' OR resources LIKE :afterColon ESCAPE '!'");
    sql.append(" OR resources LIKE :afterSlash ESCAPE '!')");
    values.put("arn", "%\n" + escaped + "\n%");
    values.put("afterColon", "%:" + escaped + "\n%");
    values.put("afterSlash", "%/" + escaped + "\n%");
    return this;
  }

  public AuditQuery failed() {
    sql.append(" AND error_code <> ''");
    return this;
  }

  /// Inclusive.
  public AuditQuery from(Instant time) {
    return and("at >= :from", "from", time);
  }

  /// Inclusive.
  public AuditQuery to(Instant time) {
    return and("at <= :to", "to", time);
  }

  Where where() {
    return new Where(sql.toString(), Map.copyOf(values));
  }
}
