package dev.hearth.messaging.sources.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.identity.certificates.LocalAuthority;
import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.ServerProcess;
import dev.hearth.messaging.sources.SourceTest;
import dev.hearth.messaging.sources.registered.RegisteredSource;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Mappings over a real NATS server, with a function of the test's.
class NatsSourceTest extends SourceTest {
  private static final String ARN = "arn:aws:hearth:us-east-1:123456789012:source/shop";

  @TempDir private static Path servers;
  private static NatsServer server; // null where there is none
  private static int streams;

  private String stream;
  private String subject;

  @BeforeAll
  static void start() throws Exception {
    server = new NatsServer(servers);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    cloud = cloud("se%2Fcret");
    stream = "ORDERS" + ++streams;
    subject = stream.toLowerCase(Locale.ROOT) + ".eu";
    server.create(stream);
  }

  private Cloudlet cloud(String password) {
    var url = "nats://functions:%s@127.0.0.1:%d".formatted(password, server.port);
    var registered = registered("shop", url);
    return over(registered, "nats", new NatsSource(registered));
  }

  private CreateEventSourceMappingRequest.Builder mapping() {
    return mapping(ARN, stream);
  }

  /// Batches of two, each waited for until it is whole, however long that takes.
  private CreateEventSourceMappingRequest.Builder inPairs() {
    return mapping().batchSize(2).maximumBatchingWindowInSeconds(300);
  }

  private List<String> texts() {
    return records().stream().map(record -> record.path("data").asText()).toList();
  }

  private void awaitTexts(String... expected) {
    awaitAll(this::texts, expected);
  }

  @Test
  void messagesReachTheFunctionAsCloudEventsAndAreAcknowledgedThen() {
    server.send(
        subject, "{\"n\": 1}", new Headers().add("Nats-Msg-Id", "m1").add("ce-type", "order"));
    cloud.started();

    enabled(mapping());

    Cloudlet.await(() -> records().size() == 1 && server.left(stream) == 0);
    var record = records().getFirst();
    assertThat(record)
        .isEqualTo(
            json(
                """
                {"specversion":"1.0","id":"%s:1","source":"%s","type":"dev.hearth.nats.message",
                 "subject":"%s","time":"%s","natsmsgid":"m1","cetype":"order",
                 "datacontenttype":"application/json","data":{"n":1}}
                """
                    .formatted(stream, ARN, subject, record.path("time").asText())));
  }

  @Test
  void aBatchThatFailedIsTriedAgainInItsOrderAndNotAcknowledgedBefore() {
    var left = new CopyOnWriteArrayList<Long>();
    cloud.function =
        _ -> {
          left.add(server.left(stream));
          if (left.size() > 1) {
            return Lab.answer("null");
          }
          server.send(subject, "c");
          server.send(subject, "d");
          return Lab.failure();
        };
    server.send(subject, "a");
    server.send(subject, "b");
    cloud.started();

    enabled(inPairs());

    awaitTexts("a", "b", "a", "b", "c", "d");
    assertThat(left).startsWith(2L, 4L);
    Cloudlet.await(() -> server.left(stream) == 0);
  }

  @Test
  void aHearthThatBeginsAgainGoesOnBehindWhatWasDone() {
    server.send(subject, "a");
    cloud.started();
    var uuid = enabled(mapping());
    awaitTexts("a");
    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
    cloud.function =
        _ -> {
          throw Lab.throttled();
        };
    server.send(subject, "b");
    Cloudlet.await(() -> texts().contains("b"));
    cloud.close();
    server.send(subject, "c");

    cloud = cloud("se%2Fcret").started();

    Cloudlet.await(() -> server.left(stream) == 0);
    assertThat(texts()).containsExactly("b", "c");
  }

  @Test
  void whatIsGivenUpIsToldToTheDestinationAndTheRestGoesOn() {
    cloud.function =
        event -> event.payload().text().contains("poison") ? Lab.failure() : Lab.answer("null");
    server.send(subject, "poison");
    server.send(subject, "good");
    cloud.started();

    enabled(
        mapping()
            .batchSize(1)
            .maximumRetryAttempts(0)
            .destinationConfig(
                config ->
                    config.onFailure(failure -> failure.destination(Lab.FAILURES.toString()))));

    awaitTexts("poison", "good");
    Cloudlet.await(() -> !cloud.delivered.isEmpty());
    var told = json(cloud.delivered.getFirst());
    assertThat(told.at("/NatsBatchInfo/messageId").asText()).isEqualTo(stream + ":1");
    assertThat(told.at("/payload/data").asText()).isEqualTo("poison");
  }

  @Test
  void onlyWhatTheFunctionReportsIsTriedAgain() {
    server.send(subject, "a");
    server.send(subject, "b");
    cloud.function =
        _ ->
            Lab.answer(
                cloud.ran.size() > 1
                    ? "null"
                    : "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s:1\"}]}".formatted(stream));
    cloud.started();

    enabled(inPairs().functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));

    awaitTexts("a", "b", "a");
    Cloudlet.await(() -> server.left(stream) == 0);
  }

  @Test
  void subjectsFiltersAndPositionsLeaveOut() {
    server.send(subject, "old");
    cloud.started();
    enabled(
        mapping()
            .queues(stream + "/" + subject)
            .startingPosition("TRIM_HORIZON")
            .filterCriteria(
                criteria ->
                    criteria.filters(
                        Filter.builder().pattern("{\"data\":[{\"prefix\":\"o\"}]}").build())));

    server.send(subject.replace(".eu", ".us"), "of elsewhere");
    server.send(subject, "no");
    server.send(subject, "ours");

    awaitTexts("old", "ours");
    Cloudlet.await(() -> server.left(stream) == 1);
  }

  @Test
  void theMappingBeginsWhereItIsTold() {
    var settings = mapping().startingPosition("LATEST").build();
    var consumer =
        NatsConsumer.of(
            "u",
            software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration.builder()
                .queues(settings.queues())
                .startingPosition(settings.startingPosition())
                .build(),
            10);
    assertThat(consumer.policy()).isEqualTo(DeliverPolicy.New);
  }

  @Test
  void theConsumerGoesWithTheMapping() {
    cloud.started();
    var uuid = enabled(mapping());
    Cloudlet.await(() -> server.consumers(stream).contains("hearth-" + uuid));

    cloud.delete(uuid);

    Cloudlet.await(() -> server.consumers(stream).isEmpty());
  }

  @Test
  void aStreamOrAServerThatCannotBeReadIsToldOfWithoutSecrets() {
    cloud.started();
    awaitProblem(
        enabled(mapping().queues("NONE")),
        "PROBLEM: ConnectionError: ",
        "NONE of shop cannot be read. stream not found");
    cloud.close();

    cloud = cloud("wrong").started();
    var refused = enabled(mapping().functionName("g"));
    awaitProblem(
        refused,
        "PROBLEM: ConnectionError: ",
        "of shop cannot be read. It does not let Hearth in.");
    assertThat(cloud.get(refused).lastProcessingResult()).doesNotContain("wrong");
  }

  @Test
  void withTlsTheCertificateMustNameTheHost() throws Exception {
    var authority = new LocalAuthority(folder, new SecureRandom(), InstantSource.system());
    authority.tls(InetAddress.getLoopbackAddress(), List.of());
    int port = ServerProcess.freePort();
    var usual = SSLContext.getDefault();
    var options =
        List.of(
            "--tls",
            "--tlscert",
            folder.resolve("server.pem").toString(),
            "--tlskey",
            folder.resolve("server.key").toString());
    try (var _ = NatsServer.start(folder, port, options)) {
      SSLContext.setDefault(trusting(authority.certificate()));
      var connection = consumer().connect(secure("localhost", port));
      assertThat(connection.getServerInfo().isTLSRequired()).isTrue();
      connection.close();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> consumer().connect(secure("127.0.0.2", port)))
          .satisfies(
              e ->
                  assertThat(e.getCause() == null ? e : e.getCause())
                      .isInstanceOfAny(IOException.class, SSLHandshakeException.class));
    } finally {
      SSLContext.setDefault(usual);
    }
  }

  private static NatsConsumer consumer() {
    return new NatsConsumer("c", "S", null, DeliverPolicy.All, null, 1);
  }

  private static RegisteredSource secure(String host, int port) {
    return new RegisteredSource(
        "shop", URI.create("natss://functions:se%%2Fcret@%s:%d".formatted(host, port)));
  }

  private static SSLContext trusting(Path authority) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void whatIsNotRegisteredOrNoStreamIsRefused() {
    refuses("does not exist", mapping().eventSourceArn(ARN + "2"));
    refuses("Queues: one is required", mapping().queues(List.of()));
    refuses("no name of a stream", mapping().queues("a.b"));
    refuses("no subject", mapping().queues("ORDERS/a b"));
    refuses("StartingPositionTimestamp", mapping().startingPosition("AT_TIMESTAMP"));
    refuses("topics", mapping().topics("a-topic"));
    cloud.allowed(false);
    refuses("ReadSource", mapping());
  }
}
