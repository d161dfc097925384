package dev.hearth.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.AwsClients;
import java.util.HashMap;
import java.util.Map;

/// What Hearth's ledger tells of the events of [CrashEvents].
final class CrashLedger {
  private final AwsClients clients;
  private long repeated;

  CrashLedger(AwsClients clients) {
    this.clients = clients;
  }

  /// How an event ended.
  record End(String outcome, boolean told) {
    /// Whether it is what the event with this number must come to.
    boolean isRight(int n) {
      return n % CrashEvents.FAILING == 0
          ? outcome.equals("RetriesExhausted") && told
          : outcome.equals("Success");
    }
  }

  /// Whether events wait or run, or records of them.
  boolean isBusy() {
    for (var function : new String[] {CrashEvents.FUNCTION, CrashEvents.TOLD}) {
      if (!page(function, "").path("waiting").isEmpty()) {
        return true;
      }
    }
    for (var entry : page(CrashEvents.FUNCTION, "&failed=true").path("ended")) {
      for (var sent : entry.path("sent")) {
        if (sent.path("state").asText().equals("Pending")) {
          return true;
        }
      }
    }
    return false;
  }

  /// Every event that ended, by its request id.
  Map<String, End> entries() {
    Map<String, End> entries = new HashMap<>();
    var page = page(CrashEvents.FUNCTION, "");
    while (true) {
      for (var entry : page.path("ended")) {
        var end = new End(entry.path("outcome").asText(), isTold(entry.path("sent")));
        if (entries.put(entry.path("requestId").asText(), end) != null) {
          repeated++;
        }
      }
      if (!page.path("before").isNumber()) {
        return entries;
      }
      page = page(CrashEvents.FUNCTION, "&before=" + page.path("before").asLong());
    }
  }

  /// Events that [#entries] found twice.
  long repeated() {
    return repeated;
  }

  private static boolean isTold(JsonNode sent) {
    return sent.size() == 1 && sent.get(0).path("state").asText().equals("Delivered");
  }

  private JsonNode page(String function, String query) {
    return clients.own().get("/_hearth/events?function=" + function + query);
  }
}
