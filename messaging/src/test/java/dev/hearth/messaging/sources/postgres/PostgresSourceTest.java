package dev.hearth.messaging.sources.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.SourceTest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Mappings over a real PostgreSQL, with a function of the test's.
class PostgresSourceTest extends SourceTest {
  private static final String ARN = "arn:aws:hearth:us-east-1:123456789012:source/db";
  private static final String URL = "postgres://functions:se%%2Fcret@127.0.0.1:%d/shop";

  private static PostgresServer postgres; // null where there is none
  private static int tables;

  private String table;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = new PostgresServer("logical");
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void open() {
    cloud = cloud(URL.formatted(postgres.port));
    table = "sales.orders" + ++tables;
    postgres.execute("CREATE TABLE %s (id int PRIMARY KEY, v text)".formatted(table));
  }

  @AfterEach
  void dropSlots() {
    cloud.close();
    postgres.execute(
        "RESET ROLE",
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
    Cloudlet.await(() -> !postgres.isInUse());
    postgres.execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots",
        "SET ROLE functions");
  }

  private Cloudlet cloud(String url) {
    var registered = registered("db", url);
    return over(registered, "postgres", new PostgresSource(registered));
  }

  private CreateEventSourceMappingRequest.Builder mapping() {
    return mapping(ARN, table);
  }

  /// Created, and what is written from now on reaches the function.
  private String read(CreateEventSourceMappingRequest.Builder request) {
    var uuid = enabled(request);
    Cloudlet.await(() -> postgres.isRead());
    return uuid;
  }

  private void insert(int id, String value) {
    postgres.execute("INSERT INTO %s VALUES (%d, '%s')".formatted(table, id, value));
  }

  private List<String> values() {
    return records().stream().map(record -> record.at("/data/after/v").asText()).toList();
  }

  private void awaitValues(String... expected) {
    awaitAll(this::values, expected);
  }

  private static String slot(String uuid) {
    return "hearth_" + uuid.replace('-', '_');
  }

  /// Whether the server may forget all that was written before.
  private void awaitAcknowledged(String uuid, String position) {
    Cloudlet.await(
        () ->
            "t"
                .equals(
                    postgres.query(
                        ("SELECT confirmed_flush_lsn >= '%s'::pg_lsn FROM pg_replication_slots"
                                + " WHERE slot_name = '%s'")
                            .formatted(position, slot(uuid)))));
  }

  private String position() {
    return String.valueOf(postgres.query("SELECT pg_current_wal_lsn()"));
  }

  @Test
  void changesReachTheFunctionAsCloudEvents() {
    postgres.execute(
        "CREATE TABLE %s_typed (id bigint PRIMARY KEY, price numeric(9,2), at timestamptz, tags"
                .formatted(table)
            + " jsonb, raw bytea)",
        "ALTER TABLE %s_typed REPLICA IDENTITY FULL".formatted(table));
    var typed = table + "_typed";
    cloud.started();
    read(mapping().queues(table + "," + typed));

    postgres.execute(
        "INSERT INTO %s VALUES (1, 9.50, '2026-01-02 03:04:05Z', '{\"a\": 1}', '\\xff')"
            .formatted(typed),
        "UPDATE %s SET price = 10".formatted(typed),
        "DELETE FROM %s".formatted(typed));
    insert(7, "é");

    Cloudlet.await(() -> records().size() == 4);
    var first = records().getFirst();
    assertThat(first.path("specversion").asText()).isEqualTo("1.0");
    assertThat(first.path("source").asText()).isEqualTo(ARN);
    assertThat(first.path("type").asText()).isEqualTo("dev.hearth.postgres.change");
    assertThat(first.path("subject").asText()).isEqualTo(typed);
    assertThat(first.path("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(first.path("time").asText()).startsWith("20").endsWith("Z");
    assertThat(first.at("/data/op").asText()).isEqualTo("c");
    assertThat(first.at("/data/before").isNull()).isTrue();
    assertThat(first.at("/data/after"))
        .isEqualTo(
            json(
                """
                {"id":1,"price":"9.50","at":"2026-01-02T03:04:05.000000Z","tags":"{\\"a\\": 1}",
                 "raw":"/w=="}
                """));
    assertThat(first.path("id").asText())
        .isEqualTo(
            first.at("/data/transaction").asText() + ":" + first.at("/data/lsn").asText() + ":0");
    var second = records().get(1);
    assertThat(second.at("/data/op").asText()).isEqualTo("u");
    assertThat(second.at("/data/before/price").asText()).isEqualTo("9.50");
    assertThat(second.at("/data/after/price").asText()).isEqualTo("10.00");
    var third = records().get(2);
    assertThat(third.at("/data/op").asText()).isEqualTo("d");
    assertThat(third.at("/data/before/id").asInt()).isEqualTo(1);
    assertThat(third.at("/data/after").isNull()).isTrue();
    assertThat(records().get(3).path("subject").asText()).isEqualTo(table);
    assertThat(values().get(3)).isEqualTo("é");
  }

  @Test
  void aHearthThatBeginsAgainGoesOnBehindWhatWasDone() {
    cloud.started();
    var uuid = read(mapping());
    insert(1, "a");
    awaitValues("a");
    awaitAcknowledged(uuid, position());
    cloud.function =
        _ -> {
          throw Lab.throttled();
        };
    insert(2, "b");
    Cloudlet.await(() -> values().contains("b"));
    var before = records().get(1);
    cloud.close();
    insert(3, "c");

    cloud = cloud(URL.formatted(postgres.port)).started();

    awaitValues("b", "c");
    assertThat(records().getFirst()).isEqualTo(before);
  }

  @Test
  void theServerIsToldOnlyWhenTheFunctionIsDone() {
    cloud.function = _ -> Lab.failure();
    cloud.started();
    var uuid = read(mapping());
    insert(1, "a");
    var after = position();

    Cloudlet.await(() -> values().size() >= 2);

    assertThat(
            postgres.query(
                ("SELECT confirmed_flush_lsn < '%s'::pg_lsn FROM pg_replication_slots WHERE"
                        + " slot_name = '%s'")
                    .formatted(after, slot(uuid))))
        .isEqualTo("t");
    cloud.function = _ -> Lab.answer("null");
    awaitAcknowledged(uuid, after);
  }

  @Test
  void aLargeTransactionIsReadToItsEndInItsOrder() {
    cloud.started();
    var uuid = read(mapping().batchSize(50));
    var expected = new ArrayList<String>();
    for (int i = 0; i < 3000; i++) {
      expected.add("v" + i);
    }

    postgres.execute(
        "INSERT INTO %s SELECT i, 'v' || i FROM generate_series(0, 2999) i".formatted(table));

    awaitValues(expected.toArray(String[]::new));
    assertThat(records().stream().map(record -> record.path("id").asText()))
        .doesNotHaveDuplicates();
    awaitAcknowledged(uuid, position());
  }

  @Test
  void changesOfOtherTablesAreNotKeptForAMapping() {
    postgres.execute("CREATE TABLE %s_other (id int)".formatted(table));
    cloud.started();
    var uuid = read(mapping());

    postgres.execute(
        "INSERT INTO %s_other SELECT * FROM generate_series(1, 1000)".formatted(table));

    awaitAcknowledged(uuid, position());
    assertThat(records()).isEmpty();
  }

  @Test
  void whatIsGivenUpIsToldToTheDestinationAndTheRestGoesOn() {
    cloud.function =
        event -> event.payload().text().contains("poison") ? Lab.failure() : Lab.answer("null");
    cloud.started();
    var uuid =
        read(
            mapping()
                .batchSize(1)
                .maximumRetryAttempts(1)
                .destinationConfig(
                    config ->
                        config.onFailure(failure -> failure.destination(Lab.FAILURES.toString()))));

    insert(1, "poison");
    insert(2, "good");

    awaitValues("poison", "poison", "good");
    Cloudlet.await(() -> !cloud.delivered.isEmpty());
    var told = json(cloud.delivered.getFirst());
    assertThat(told.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(told.at("/PostgresBatchInfo/queue").asText()).isEqualTo(table);
    assertThat(told.at("/payload/data/after/v").asText()).isEqualTo("poison");
    awaitAcknowledged(uuid, position());
  }

  @Test
  void onlyWhatTheFunctionReportsIsTriedAgain() {
    cloud.started();
    read(
        mapping()
            .batchSize(2)
            .maximumBatchingWindowInSeconds(300) // however long it takes until both are there
            .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
    cloud.function =
        _ ->
            Lab.answer(
                values().size() == 2
                    ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
                        .formatted(records().getFirst().path("id").asText())
                    : "null");

    postgres.execute("INSERT INTO %s VALUES (1, 'a'), (2, 'b')".formatted(table));

    awaitValues("a", "b", "a");
  }

  @Test
  void changesThatNoFilterMatchesAreDoneWith() {
    cloud.started();
    var uuid =
        read(
            mapping()
                .filterCriteria(
                    criteria ->
                        criteria.filters(
                            Filter.builder()
                                .pattern("{\"data\":{\"after\":{\"v\":[\"hot\"]}}}")
                                .build())));

    insert(1, "cold");
    insert(2, "hot");

    awaitValues("hot");
    awaitAcknowledged(uuid, position());
  }

  @Test
  void aServerThatIsGoneIsAskedAgainUntilItAnswers() throws Exception {
    cloud.started();
    var uuid = read(mapping());
    insert(1, "a");
    awaitValues("a");
    awaitAcknowledged(uuid, position());

    postgres.restart();
    insert(2, "b");

    Cloudlet.await(() -> values().contains("b"));
    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
  }

  @Test
  void theSlotGoesWithTheMapping() {
    cloud.started();
    var uuid = read(mapping());
    insert(1, "a");
    awaitValues("a");

    cloud.delete(uuid);

    Cloudlet.await(
        () ->
            postgres.query(
                        "SELECT 1 FROM pg_replication_slots WHERE slot_name = '%s'"
                            .formatted(slot(uuid)))
                    == null
                && postgres.query(
                        "SELECT 1 FROM pg_publication WHERE pubname = '%s'".formatted(slot(uuid)))
                    == null);
  }

  @Test
  void aPublicationOfTheOperatorsNeedsNoRightsToPublish() {
    postgres.execute("CREATE PUBLICATION mine FOR TABLE %s".formatted(table));
    cloud.close();
    cloud =
        cloud(
                "postgres://replicator:replicator@127.0.0.1:%d/shop?publication=mine"
                    .formatted(postgres.port))
            .started();
    read(mapping());

    insert(1, "a");

    awaitValues("a");
    postgres.execute("CREATE TABLE %s_other (id int)".formatted(table));
    tells(
        "The table %s_other is not in its publication.".formatted(table),
        mapping().functionName("f2").queues(table + "_other"));
  }

  @Test
  void whatIsMissingIsToldWithoutSecrets() throws Exception {
    cloud.started();
    tells("There is no table sales.missing.", mapping().queues("sales.missing"));
    as("postgres://replicator:replicator@127.0.0.1:%d/shop".formatted(postgres.port));
    tells("Its user may not publish the tables", mapping().functionName("f2"));
    postgres.execute("CREATE PUBLICATION theirs FOR TABLE %s".formatted(table));
    as("postgres://reader:reader@127.0.0.1:%d/shop?publication=theirs".formatted(postgres.port));
    tells("Its user may not replicate", mapping().functionName("f3"));
    as("postgres://functions:wrong@127.0.0.1:%d/shop".formatted(postgres.port));
    tells("It does not let Hearth in.", mapping().functionName("f4"));
    as("postgres://functions:se%2Fcret@127.0.0.1:1/shop");
    tells("It does not answer.", mapping().functionName("f5"));
    try (var replica = new PostgresServer("replica")) {
      as(URL.formatted(replica.port));
      tells("Its wal_level is \"replica\"", mapping().functionName("f6"));
    }
  }

  /// A Hearth that knows of nothing, and whose source is another.
  private void as(String url) {
    forgetAll();
    cloud = cloud(url).started();
  }

  private void tells(String text, CreateEventSourceMappingRequest.Builder request) {
    var uuid = cloud.create(request).uuid();
    awaitProblem(uuid, "PROBLEM: ConnectionError: The changes of ", text);
    assertThat(cloud.get(uuid).lastProcessingResult())
        .doesNotContain("127.0.0.1")
        .doesNotContain("cret")
        .doesNotContain("wrong");
  }

  @Test
  void passwordsAreInNoLog() {
    var logged = new CopyOnWriteArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(new SimpleFormatter().format(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      cloud.started();
      read(mapping());
      insert(1, "a");
      awaitValues("a");
      cloud.close();
    } finally {
      root.removeHandler(handler);
    }
    assertThat(logged).noneMatch(line -> line.contains("se/cret") || line.contains("se%2Fcret"));
  }

  @Test
  void whatIsNotRegisteredOrNoTableIsRefused() {
    refuses("does not exist", mapping().eventSourceArn(ARN + "2"));
    refuses("same account", mapping().eventSourceArn(ARN.replace("123456789012", "210987654321")));
    refuses("Queues: one is required", mapping().queues(List.of()));
    refuses("is no table of PostgreSQL", mapping().queues("orders"));
    refuses("is no table of PostgreSQL", mapping().queues("a.b;drop"));
    refuses("startingPosition", mapping().startingPosition("LATEST"));
    cloud.allowed(false);
    refuses("ReadSource", mapping());
  }

  @Test
  void aSourceOfAnotherAccountIsNotThere() {
    cloud.close();
    cloud = cloud(URL.formatted(postgres.port) + "?account=210987654321");
    refuses("does not exist", mapping());
  }
}
