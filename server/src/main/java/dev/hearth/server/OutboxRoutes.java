package dev.hearth.server;

import dev.hearth.messaging.topics.delivery.Outbox;
import dev.hearth.messaging.topics.store.OutboxEntry;
import dev.hearth.server.SignedRoutes.Query;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/_hearth/outbox`: what would have left Hearth by mail, SMS or push. Policies know it as
/// `hearth:ListOutbox`.
final class OutboxRoutes {
  /// Most entries in one answer.
  private static final int PAGE = 100;

  private final Outbox outbox;

  OutboxRoutes(Outbox outbox) {
    this.outbox = outbox;
  }

  /// `GET [?to=RECIPIENT][&before=ID]`, the latest first.
  HttpRoute with(SignedRoutes signed) {
    return signed.route(
        "GET",
        "/_hearth/outbox",
        "ListOutbox",
        (_, _) -> Access.to("hearth:ListOutbox", "*"),
        this::list);
  }

  private Object list(Query query, Call call) {
    var to = query.values().getOrDefault("to", "");
    var found = outbox.list(call.account(), to, query.number("before", Long.MAX_VALUE), PAGE);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("entries", found.stream().map(OutboxRoutes::show).toList());
    answer.put("before", found.size() == PAGE ? found.getLast().id() : null);
    return answer;
  }

  private static Map<String, Object> show(OutboxEntry entry) {
    var row = new LinkedHashMap<String, Object>();
    row.put("id", entry.id());
    row.put("written", entry.written().toString());
    row.put("protocol", entry.protocol());
    row.put("to", entry.recipient());
    row.put("topic", entry.topic());
    row.put("messageId", entry.messageId());
    row.put("subject", entry.subject());
    row.put("body", entry.body());
    return row;
  }
}
