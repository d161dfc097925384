package dev.hearth.server;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.async.EventHistory;
import dev.hearth.invocation.async.EventQueue;
import dev.hearth.invocation.ledger.LedgerEntry;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.server.SignedRoutes.Query;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/_hearth/events`: what became of a function's asynchronous events, and another try for one that
/// failed. Policies know them as `hearth:ListEvents` and `hearth:RedriveEvent` on the function.
final class EventRoutes {
  private static final String PATH = "/_hearth/events";

  /// Most events of each kind in one answer.
  private static final int PAGE = 100;

  private final EventHistory history;

  EventRoutes(EventHistory history) {
    this.history = history;
  }

  /// `GET ?function=NAME[&failed=true][&before=ID]` and `POST ?function=NAME&redrive=REQUEST-ID`.
  List<HttpRoute> with(SignedRoutes signed) {
    return List.of(
        signed.route(
            "GET",
            PATH,
            "ListEvents",
            (query, call) -> Access.to("hearth:ListEvents", function(query, call).arn()),
            this::list),
        signed.route(
            "POST",
            PATH,
            "RedriveEvent",
            (query, call) -> Access.to("hearth:RedriveEvent", function(query, call).arn()),
            this::redrive));
  }

  private static FunctionReference function(Query query, Call call) {
    return FunctionReference.of(call, query.text("function"), null).unqualified();
  }

  /// Waiting events only with the first page.
  private Object list(Query query, Call call) {
    var function = function(query, call);
    boolean failed = query.isTrue("failed");
    long before = query.number("before", Long.MAX_VALUE);
    var waiting =
        failed || before != Long.MAX_VALUE
            ? List.<EventQueue.Waiting>of()
            : history.waiting(function, PAGE);
    var ended = history.ended(function, failed, before, PAGE);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("waiting", waiting.stream().map(EventRoutes::show).toList());
    answer.put("ended", ended.stream().map(EventRoutes::show).toList());
    answer.put("before", ended.size() == PAGE ? ended.getLast().id() : null);
    return answer;
  }

  private Object redrive(Query query, Call call) {
    return Map.of("requestId", history.redrive(function(query, call), query.text("redrive")));
  }

  private static Map<String, Object> show(EventQueue.Waiting event) {
    var row = new LinkedHashMap<String, Object>();
    row.put("requestId", event.requestId());
    row.put("qualifier", event.qualifier());
    row.put("accepted", event.accepted().toString());
    row.put("attempts", event.attempts());
    row.put("state", event.running() ? "running" : "waiting");
    row.put("due", event.due().toString());
    return row;
  }

  private static Map<String, @Nullable Object> show(LedgerEntry event) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("requestId", event.requestId());
    row.put("qualifier", event.qualifier());
    row.put("accepted", event.accepted().toString());
    row.put("ended", event.ended().toString());
    row.put("attempts", event.attempts());
    row.put("outcome", event.outcome().condition());
    row.put("why", event.why());
    row.put("redrivenAs", event.redrivenAs());
    row.put("sent", event.sent().stream().map(EventRoutes::show).toList());
    return row;
  }

  private static Map<String, Object> show(Sending sending) {
    return Map.of(
        "kind", sending.kind().word(),
        "target", sending.target(),
        "state", sending.state().word(),
        "why", sending.why());
  }
}
