package dev.hearth.identity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.policy.Decision.Denied;
import dev.hearth.identity.policy.Explanation;
import dev.hearth.identity.policy.Explanation.Match;
import dev.hearth.identity.policy.Requester;
import dev.hearth.identity.policy.Requester.Kind;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLedgerTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final String ROLE = "arn:aws:iam::123456789012:role/worker";
  private static final String SESSION = "arn:aws:sts::123456789012:assumed-role/worker/f";
  private static final Requester WORKER =
      new Requester(Kind.SESSION, SESSION, ROLE, ACCOUNT.digits());
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:q";

  @TempDir private Path folder;
  private Database database;
  private AccessLedger ledger;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @BeforeEach
  void open() {
    database = Databases.sqlite(folder.resolve("audit.db"), AccessLedger.SCHEMA);
    ledger = new AccessLedger(database, () -> now);
  }

  @AfterEach
  void close() {
    ledger.close();
    database.close();
  }

  private Call call(String requestId) {
    return new Call(
        requestId,
        "sqs",
        "SendMessage",
        Region.DEFAULT,
        new Caller(ACCOUNT, SESSION, "AROA1:f", "ASIA1", Map.of()),
        URI.create("http://127.0.0.1:4566"),
        "127.0.0.1",
        "",
        now);
  }

  private static Access.Need need(String action, String resource) {
    return new Access.Need(action, resource, Map.of());
  }

  private void allow(String resource) {
    ledger.allowed(need("sqs:SendMessage", resource), call("a"), WORKER);
  }

  private void deny(String requestId, Explanation why) {
    ledger.denied(need("sqs:PurgeQueue", QUEUE), call(requestId), WORKER, why);
  }

  private static Explanation silence() {
    return new Explanation(new Denied(false, "identity-based policy"), List.of());
  }

  @Test
  void callsAreCountedByActionAndResourceOfTheRole() {
    allow(QUEUE);
    now = now.plusSeconds(5);
    allow(QUEUE);
    allow(QUEUE + "2");
    assertThat(ledger.uses(ACCOUNT, ROLE))
        .containsExactly(
            use(QUEUE, 2, 0, now, now, false), use(QUEUE + "2", 1, 0, now, now, false));
    assertThat(ledger.uses(ACCOUNT, SESSION)).isEmpty();
    assertThat(ledger.uses(new AccountId("111122223333"), ROLE)).isEmpty();
  }

  private static AccessUse use(
      String resource, long allowed, long denied, Instant last, Instant lastAllowed, boolean no) {
    return new AccessUse(
        ROLE, "sqs:SendMessage", resource, "us-east-1", allowed, denied, last, lastAllowed, no);
  }

  @Test
  void theLastOutcomeIsKeptBesideTheLastSuccess() {
    allow(QUEUE);
    var then = now;
    ledger.uses(ACCOUNT, ROLE); // stored apart from what follows
    now = now.plusSeconds(60);
    ledger.denied(need("sqs:SendMessage", QUEUE), call("d"), WORKER, silence());
    assertThat(ledger.uses(ACCOUNT, ROLE)).containsExactly(use(QUEUE, 1, 1, now, then, true));
  }

  @Test
  void aDenialIsKeptWithItsRequestAndTheStatement() {
    deny("r1", silence());
    deny(
        "r2",
        new Explanation(
            new Denied(true, "identity-based policy"),
            List.of(new Match("identity-based policy", "p", 2, "No", false))));
    assertThat(ledger.denials(ACCOUNT, "r1"))
        .singleElement()
        .satisfies(
            denial -> {
              assertThat(denial.caller()).isEqualTo(SESSION);
              assertThat(denial.said())
                  .isEqualTo("because no identity-based policy allows the sqs:PurgeQueue action");
              assertThat(denial.decidedBy()).isEmpty();
            });
    assertThat(ledger.denials(ACCOUNT, "r2"))
        .extracting(AccessDenial::decidedBy)
        .containsExactly("statement No of the identity-based policy p");
    assertThat(ledger.denials(ACCOUNT, ROLE, 10))
        .extracting(AccessDenial::requestId)
        .containsExactly("r2", "r1");
    assertThat(ledger.denials(new AccountId("111122223333"), "r1")).isEmpty();
  }

  @Test
  void whatWasCountedOutlivesTheProcessThatEnds() {
    allow(QUEUE);
    deny("r1", silence());
    ledger.close();
    ledger = new AccessLedger(database, () -> now);
    assertThat(ledger.uses(ACCOUNT, ROLE)).hasSize(2);
    assertThat(ledger.denials(ACCOUNT, "r1")).hasSize(1);
  }

  @Test
  void manyResourcesAreCountedTogether() {
    for (int i = 0; i < 250; i++) {
      allow(QUEUE + i);
    }
    var uses = ledger.uses(ACCOUNT, ROLE);
    assertThat(uses).hasSizeLessThanOrEqualTo(201);
    assertThat(uses).anyMatch(use -> use.resource().equals("arn:aws:sqs:us-east-1:123456789012:*"));
    assertThat(uses.stream().mapToLong(AccessUse::allowed).sum()).isEqualTo(250);
  }

  @Test
  void noCallIsLostWhileOthersAreStored() throws Exception {
    int threads = 8;
    int each = 2_000;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        var _ =
            pool.submit(
                () -> {
                  for (int j = 0; j < each; j++) {
                    allow(QUEUE);
                  }
                });
      }
      for (int i = 0; i < 20; i++) {
        ledger.uses(ACCOUNT, ROLE); // which stores
      }
    }
    assertThat(ledger.uses(ACCOUNT, ROLE))
        .singleElement()
        .satisfies(use -> assertThat(use.allowed()).isEqualTo((long) threads * each));
  }

  @Test
  void servicesAndStrangersAreNotPrincipals() {
    ledger.allowed(
        need("lambda:InvokeFunction", "*"), call("a"), Requester.service("s3.amazonaws.com"));
    assertThat(ledger.uses(ACCOUNT, "s3.amazonaws.com")).isEmpty();
  }

  @Test
  void whatIsOlderThan400DaysIsForgotten() {
    allow(QUEUE);
    ledger.uses(ACCOUNT, ROLE);
    now = now.plus(Duration.ofDays(401));
    allow(QUEUE + "2");
    ledger.uses(ACCOUNT, ROLE);
    ledger.sweep();
    assertThat(ledger.uses(ACCOUNT, ROLE))
        .extracting(AccessUse::resource)
        .containsExactly(QUEUE + "2");
  }

  @Test
  void aRecentCallIsFoundByItsRequest() {
    ledger.allowed(need("sqs:SendMessage", QUEUE), call("r9"), WORKER);
    assertThat(ledger.allowed(ACCOUNT, "r9").orElseThrow().needs())
        .extracting(Access.Need::action)
        .containsExactly("sqs:SendMessage");
    assertThat(ledger.allowed(ACCOUNT, "other")).isEmpty();
    assertThat(ledger.allowed(new AccountId("111122223333"), "r9")).isEmpty();
  }
}
