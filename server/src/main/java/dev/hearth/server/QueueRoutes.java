package dev.hearth.server;

import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.server.SignedRoutes.Query;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/_hearth/queues`: how full the queues are and how busy. Policies know it as
/// `hearth:ListQueues`.
final class QueueRoutes {
  /// Most queues in one answer: each message of theirs is counted.
  private static final int PAGE = 100;

  private final Queues queues;

  QueueRoutes(Queues queues) {
    this.queues = queues;
  }

  /// `GET [?after=NAME]`, by name.
  HttpRoute with(SignedRoutes signed) {
    return signed.route(
        "GET",
        "/_hearth/queues",
        "ListQueues",
        (_, _) -> Access.to("hearth:ListQueues", "*"),
        this::list);
  }

  private Object list(Query query, Call call) {
    var after = query.values().getOrDefault("after", "");
    var found = queues.directory().list(call.account(), call.region(), "", after, PAGE);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("queues", found.stream().map(this::show).toList());
    answer.put("after", found.size() == PAGE ? found.getLast().name() : null);
    return answer;
  }

  private Map<String, @Nullable Object> show(Queue queue) {
    var statistics = queues.statistics();
    var counts = statistics.counts(queue);
    var redrive = queue.settings().redrive();
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("name", queue.name());
    row.put("arn", queue.arn().toString());
    row.put("visible", counts.visible());
    row.put("inFlight", counts.inFlight());
    row.put("delayed", counts.delayed());
    row.put("oldestMillis", statistics.oldestAge(queue).toMillis());
    row.put("sentPerSecond", statistics.sentPerSecond(queue));
    row.put("receivedPerSecond", statistics.receivedPerSecond(queue));
    row.put("deadLetterQueue", redrive == null ? null : redrive.deadLetterQueue().toString());
    return row;
  }
}
