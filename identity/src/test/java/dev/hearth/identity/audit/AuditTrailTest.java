package dev.hearth.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.identity.audit.AuditCheck.Noted;
import dev.hearth.identity.audit.AuditLine.Placed;
import dev.hearth.identity.audit.api.CloudTrailService;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.wire.Access;
import dev.hearth.wire.Audit.Answered;
import dev.hearth.wire.Audit.FailedSignature;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

class AuditTrailTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:greet";

  @TempDir private Path folder;
  private Database database;
  private AuditTrail trail;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @BeforeEach
  void begin() {
    database = Databases.sqlite(folder.resolve("audit.db"), AuditTrail.SCHEMA);
    trail = new AuditTrail(database, AuditConfig.DEFAULT, ACCOUNT, () -> now);
  }

  @AfterEach
  void end() {
    trail.close();
    database.close();
  }

  private Call call(String service, String operation, int number) {
    return new Call(
        "00000000-0000-4000-8000-00000000000" + number,
        service,
        operation,
        Region.DEFAULT,
        new Caller(
            ACCOUNT,
            "arn:aws:iam::123456789012:user/ann",
            "AIDA1",
            "AKIA1",
            Map.of("aws:PrincipalType", "User", "aws:username", "ann")),
        URI.create("http://127.0.0.1:4566"),
        "192.0.2.7",
        "aws-cli/2",
        now);
  }

  private void answered(String operation, int number, @Nullable String error) {
    var call = call("lambda", operation, number);
    trail.answered(
        new Answered(
            call,
            Access.to("lambda:" + operation, FUNCTION),
            () -> Map.of("functionName", "greet"),
            error,
            error == null ? null : "because of x"));
  }

  private List<Placed> lines() {
    return trail.read(table -> table.after(0, 100));
  }

  private static JsonNode json(Placed placed) {
    try {
      return JsonMapper.builder().build().readTree(placed.line().json());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked") // the only operation
  private LookupEventsResponse lookup(LookupEventsRequest request) {
    var operation =
        (Operation<LookupEventsRequest, LookupEventsResponse>)
            CloudTrailService.of(trail).operations().getFirst();
    return operation.run(request, call("cloudtrail", "LookupEvents", 9));
  }

  @Test
  void anAnsweredManagementCallIsInTheTrailBeforeItsAnswerLeaves() {
    answered("CreateFunction", 1, null);
    var event = json(lines().getFirst());
    assertThat(event.path("eventName").asText()).isEqualTo("CreateFunction");
    assertThat(event.path("eventSource").asText()).isEqualTo("lambda.amazonaws.com");
    assertThat(event.path("userIdentity").path("type").asText()).isEqualTo("IAMUser");
    assertThat(event.path("userIdentity").path("userName").asText()).isEqualTo("ann");
    assertThat(event.path("sourceIPAddress").asText()).isEqualTo("192.0.2.7");
    assertThat(event.path("requestParameters").path("functionName").asText()).isEqualTo("greet");
    assertThat(event.path("resources").path(0).path("ARN").asText()).isEqualTo(FUNCTION);
    assertThat(event.path("readOnly").asBoolean()).isFalse();
    assertThat(event.has("errorCode")).isFalse();
  }

  @Test
  void aRefusalsTextIsKeptOnlyWhereItCannotRepeatWhatWasSent() {
    answered("CreateFunction", 1, "AccessDeniedException");
    answered("CreateFunction", 2, "ValidationException");
    assertThat(json(lines().getFirst()).path("errorMessage").asText()).isEqualTo("because of x");
    assertThat(json(lines().get(1)).path("errorCode").asText()).isEqualTo("ValidationException");
    assertThat(json(lines().get(1)).has("errorMessage")).isFalse();
  }

  @Test
  void dataEventsAreAuditedOnlyWhereThatIsWanted() {
    answered("Invoke", 1, null);
    assertThat(lines()).isEmpty();
    var wanted = new AuditConfig(Duration.ofDays(1), true);
    try (var all = new AuditTrail(database, wanted, ACCOUNT, () -> now)) {
      var call = call("lambda", "Invoke", 1);
      all.answered(new Answered(call, Access.NONE, Map::of, null, null));
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void aChangedARemovedAndACutOffLineAreFound() {
    for (int i = 1; i <= 5; i++) {
      answered("GetFunction", i, null);
    }
    var whole = AuditCheck.of(trail, null);
    assertThat(whole.fault()).isNull();
    assertThat(whole.lines()).isEqualTo(5);
    tampered("UPDATE audit_line SET line = replace(line, 'ann', 'bob') WHERE seq = 2", "Line 2");
    tampered("DELETE FROM audit_line WHERE seq = 3", "Line 3 is missing.");
    tampered("DELETE FROM audit_line WHERE seq = 5", "The lines behind 4 are missing.");
  }

  /// Tries it on a copy of the lines.
  private void tampered(String statement, String fault) {
    database.write(sql -> sql.execute("CREATE TABLE kept AS SELECT * FROM audit_line"));
    database.write(sql -> sql.execute(statement));
    assertThat(AuditCheck.of(trail, null).fault()).contains(fault);
    database.write(sql -> sql.execute("DELETE FROM audit_line"));
    database.write(sql -> sql.execute("INSERT INTO audit_line SELECT * FROM kept"));
    database.write(sql -> sql.execute("DROP TABLE kept"));
    assertThat(AuditCheck.of(trail, null).fault()).isNull();
  }

  @Test
  void aChainThatWasWrittenAnewIsFoundByAHeadThatWasNoted() {
    answered("GetFunction", 1, null);
    answered("GetFunction", 2, null);
    var head = trail.read(AuditTable::head);
    var noted = Noted.parse(head.lastSeq() + ":" + head.lastHash()).orElseThrow();
    assertThat(AuditCheck.of(trail, noted).fault()).isNull();
    database.write(sql -> sql.execute("DELETE FROM audit_line"));
    database.write(sql -> sql.execute("DELETE FROM audit_head"));
    answered("GetFunction", 3, null);
    assertThat(AuditCheck.of(trail, null).fault()).isNull();
    assertThat(AuditCheck.of(trail, noted).fault()).contains("before the line that was noted");
    answered("GetFunction", 4, null);
    assertThat(AuditCheck.of(trail, noted).fault()).contains("another hash than was noted");
  }

  @Test
  void theChainOutlivesWhatIsDropped() {
    answered("GetFunction", 1, null);
    now = now.plus(Duration.ofDays(60));
    answered("GetFunction", 2, null);
    now = now.plus(Duration.ofDays(31));
    trail.sweep();
    assertThat(lines()).extracting(Placed::seq).containsExactly(2L);
    answered("GetFunction", 3, null);
    assertThat(AuditCheck.of(trail, null).fault()).isNull();
    assertThat(AuditCheck.of(trail, null).lines()).isEqualTo(2);
    now = now.plus(Duration.ofDays(365));
    trail.sweep();
    answered("GetFunction", 4, null);
    assertThat(lines()).extracting(Placed::seq).containsExactly(4L);
    assertThat(AuditCheck.of(trail, null).fault()).isNull();
  }

  @Test
  void linesThatTheStoreDoesNotTakeAreStoredLater() {
    database.write(sql -> sql.execute("ALTER TABLE audit_line RENAME TO elsewhere"));
    var writing = Thread.ofVirtual().start(() -> answered("CreateFunction", 1, null));
    database.write(sql -> sql.execute("ALTER TABLE elsewhere RENAME TO audit_line"));
    assertThat(joined(writing)).isTrue();
    trail.close();
    assertThat(lines()).hasSize(1);
  }

  private static boolean joined(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void failedSignaturesAreInTheTrail() {
    trail.failed(
        new FailedSignature(
            "AKIAX", "lambda", "us-east-1", "192.0.2.9", "x", "InvalidSignatureException", 3));
    trail.close();
    var event = json(lines().getFirst());
    assertThat(event.path("errorCode").asText()).isEqualTo("InvalidSignatureException");
    assertThat(event.path("userIdentity").path("accessKeyId").asText()).isEqualTo("AKIAX");
    assertThat(event.path("requestParameters").path("attempts").asInt()).isEqualTo(3);
  }

  @Test
  void eventsAreLookedUpNewestFirstAndByOneAttribute() {
    answered("CreateFunction", 1, null);
    now = now.plusSeconds(10);
    answered("GetFunction", 2, "AccessDeniedException");
    answered("DeleteFunction", 3, null);
    var first = lookup(LookupEventsRequest.builder().maxResults(2).build());
    assertThat(first.events())
        .extracting(Event::eventName)
        .containsExactly("DeleteFunction", "GetFunction");
    var second = lookup(LookupEventsRequest.builder().nextToken(first.nextToken()).build());
    assertThat(second.events()).extracting(Event::eventName).containsExactly("CreateFunction");
    assertThat(second.nextToken()).isNull();
    assertThat(by(LookupAttributeKey.READ_ONLY, "true")).containsExactly("GetFunction");
    assertThat(by(LookupAttributeKey.EVENT_NAME, "CreateFunction"))
        .containsExactly("CreateFunction");
    assertThat(by(LookupAttributeKey.RESOURCE_NAME, "greet")).hasSize(3);
    assertThat(by(LookupAttributeKey.RESOURCE_NAME, "gr%")).isEmpty();
    assertThat(by(LookupAttributeKey.USERNAME, "bob")).isEmpty();
    assertThat(lookup(LookupEventsRequest.builder().startTime(now).build()).events()).hasSize(2);
    var one = LookupAttribute.builder().attributeKey("EventName").attributeValue("x").build();
    Assertions.assertThatThrownBy(
            () -> lookup(LookupEventsRequest.builder().lookupAttributes(one, one).build()))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("InvalidLookupAttributesException"));
  }

  private List<String> by(LookupAttributeKey key, String value) {
    var attribute = LookupAttribute.builder().attributeKey(key).attributeValue(value).build();
    return lookup(LookupEventsRequest.builder().lookupAttributes(attribute).build())
        .events()
        .stream()
        .map(Event::eventName)
        .toList();
  }
}
