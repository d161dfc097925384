package dev.hearth.server;

import dev.hearth.identity.audit.AuditCheck;
import dev.hearth.identity.audit.AuditCheck.Noted;
import dev.hearth.identity.audit.AuditLine;
import dev.hearth.identity.audit.AuditLine.Placed;
import dev.hearth.identity.audit.AuditQuery;
import dev.hearth.identity.audit.AuditTrail;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.server.SignedRoutes.Query;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRoute;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `/_hearth/audit`: the audit trail, its check and its export. Policies know them as
/// `hearth:ReadAuditTrail`, `hearth:VerifyAuditTrail` and `hearth:ExportAuditTrail`.
final class AuditRoutes {
  private static final String PATH = "/_hearth/audit";

  /// Most lines of one answer.
  private static final int PAGE = 200;

  private final AuditTrail trail;
  private final AccountId home;

  /// @param home the account that may see what is of all accounts
  AuditRoutes(AuditTrail trail, AccountId home) {
    this.trail = trail;
    this.home = home;
  }

  /// - `GET /_hearth/audit[?before=SEQ][&user=…][&event=…][&source=…][&resource=…][&request=…]
  ///   [&key=…][&failed=true][&changes=true][&from=TIME][&to=TIME]`, newest first
  /// - `GET /_hearth/audit/verify[?head=SEQ:HASH]`
  /// - `GET /_hearth/audit/export?after=SEQ`, oldest first, of all accounts
  List<HttpRoute> with(SignedRoutes signed) {
    return List.of(
        signed.route(
            "GET",
            PATH,
            "ReadAuditTrail",
            (_, _) -> Access.to("hearth:ReadAuditTrail", "*"),
            this::list),
        signed.route(
            "GET",
            PATH + "/verify",
            "VerifyAuditTrail",
            (_, call) -> ofAll("hearth:VerifyAuditTrail", call),
            this::verify),
        signed.route(
            "GET",
            PATH + "/export",
            "ExportAuditTrail",
            (_, call) -> ofAll("hearth:ExportAuditTrail", call),
            this::export));
  }

  private Access ofAll(String action, Call call) {
    AccountRoutes.requireHome(call, home);
    return Access.to(action, "*");
  }

  private Object list(Query query, Call call) {
    var wanted = AuditQuery.of(call.account());
    text(query, "user", wanted::username);
    text(query, "event", wanted::eventName);
    text(
        query,
        "source",
        source -> wanted.eventSource(source.contains(".") ? source : source + ".amazonaws.com"));
    text(query, "resource", wanted::resource);
    text(query, "request", wanted::requestId);
    text(query, "key", wanted::accessKeyId);
    text(query, "from", time -> wanted.from(time(time)));
    text(query, "to", time -> wanted.to(time(time)));
    if (query.isTrue("failed")) {
      wanted.failed();
    }
    if (query.isTrue("changes")) {
      wanted.readOnly(false);
    }
    long before = query.number("before", Long.MAX_VALUE);
    var found = trail.read(table -> table.find(wanted, before, PAGE));
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("lines", found.stream().map(AuditRoutes::show).toList());
    answer.put("before", found.size() == PAGE ? found.getLast().seq() : null);
    return answer;
  }

  private static void text(Query query, String name, Consumer<String> add) {
    var value = query.values().getOrDefault(name, "");
    if (!value.isEmpty()) {
      add.accept(value);
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new ServiceException(
          "ValidationException", 400, "A time such as 2026-03-01T12:00:00Z is expected.");
    }
  }

  private Object verify(Query query, Call call) {
    var text = query.values().getOrDefault("head", "");
    var noted =
        text.isEmpty()
            ? null
            : Noted.parse(text)
                .orElseThrow(
                    () -> new ServiceException("ValidationException", 400, "head: SEQ:HASH"));
    var check = AuditCheck.of(trail, noted);
    var head = check.head();
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("whole", check.fault() == null);
    answer.put("fault", check.fault());
    answer.put("lines", check.lines());
    answer.put("head", head.lastSeq() + ":" + head.lastHash());
    answer.put("dropped", head.droppedSeq() + ":" + head.droppedHash());
    return answer;
  }

  private Object export(Query query, Call call) {
    long after = query.number("after", 0);
    var page = trail.read(table -> table.after(after, PAGE));
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("lines", page.stream().map(AuditRoutes::exported).toList());
    answer.put("after", page.size() == PAGE ? page.getLast().seq() : null);
    return answer;
  }

  private static Map<String, Object> exported(Placed placed) {
    var row = new LinkedHashMap<String, Object>();
    row.put("seq", placed.seq());
    row.put("event", placed.line().json());
    row.put("hash", placed.hash());
    return row;
  }

  private static Map<String, Object> show(Placed placed) {
    AuditLine line = placed.line();
    var row = new LinkedHashMap<String, Object>();
    row.put("seq", placed.seq());
    row.put("time", line.time().toString());
    row.put("event", line.eventName());
    row.put("source", line.eventSource());
    row.put("user", line.username());
    row.put("key", line.accessKeyId());
    row.put("error", line.errorCode());
    row.put("resources", line.resources());
    row.put("requestId", line.requestId());
    row.put("record", line.json());
    return row;
  }
}
