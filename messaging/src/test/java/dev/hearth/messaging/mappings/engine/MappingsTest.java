package dev.hearth.messaging.mappings.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Lineage;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/// The operations and the engine together, over sources in memory.
class MappingsTest {
  private static final FunctionReference F =
      new FunctionReference(new AccountId("123456789012"), Region.DEFAULT, "f", "");

  @TempDir private Path folder;
  private Database database;
  private Cloudlet cloud;

  @BeforeEach
  void open() {
    database = Lab.open(folder);
    cloud = new Cloudlet(database);
  }

  @AfterEach
  void close() {
    cloud.close();
    database.close();
  }

  private static void refuses(String code, String message, Runnable call) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .withMessageContaining(message);
  }

  private void refusesToCreate(String message, CreateEventSourceMappingRequest.Builder input) {
    refuses("InvalidParameterValueException", message, () -> cloud.create(input));
  }

  private UpdateEventSourceMappingResponse update(UpdateEventSourceMappingRequest.Builder input) {
    return cloud.call(
        "UpdateEventSourceMapping", input.build(), UpdateEventSourceMappingResponse.class);
  }

  private String enabled(CreateEventSourceMappingRequest.Builder input) {
    var uuid = cloud.create(input).uuid();
    cloud.awaitState(uuid, "Enabled");
    return uuid;
  }

  private String bodies() {
    return String.join("\n", cloud.ran.stream().map(event -> event.payload().text()).toList());
  }

  @Test
  void aQueuesMessagesReachTheFunctionAndAreDeleted() {
    cloud.started();
    var created = cloud.create(Cloudlet.ofQueue());
    assertThat(created.state()).isEqualTo("Creating");
    assertThat(created.stateTransitionReason()).isEqualTo("USER_INITIATED");
    assertThat(created.batchSize()).isEqualTo(10);
    assertThat(created.functionArn()).isEqualTo(F.arn());
    assertThat(created.eventSourceMappingArn()).endsWith(":event-source-mapping:" + created.uuid());
    cloud.awaitState(created.uuid(), "Enabled");

    cloud.queue.send("hello", null, null);

    Cloudlet.await(() -> cloud.queue.size() == 0);
    assertThat(bodies()).contains("\"Records\":[{\"messageId\":\"m1\",\"body\":\"hello\"}]");
    Cloudlet.await(() -> "OK".equals(cloud.get(created.uuid()).lastProcessingResult()));
  }

  @Test
  void aMessageWhoseBatchFailedStaysInTheQueue() {
    cloud.started();
    cloud.function = _ -> Lab.failure();
    var uuid = enabled(Cloudlet.ofQueue());
    cloud.queue.send("hello", null, null);

    Cloudlet.await(
        () -> "PROBLEM: Function call failed".equals(cloud.get(uuid).lastProcessingResult()));
    assertThat(cloud.queue.size()).isEqualTo(1);
    assertThat(cloud.queue.hidden()).isEqualTo(1);
  }

  @Test
  void onlyMessagesThatAFunctionReportsStayInTheQueue() {
    cloud.started();
    cloud.queue.send("good", null, null);
    cloud.queue.send("bad", null, null);
    cloud.function = _ -> Lab.answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}");

    enabled(
        Cloudlet.ofQueue().functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));

    Cloudlet.await(() -> cloud.queue.size() == 1);
    assertThat(cloud.ran).hasSize(1);
  }

  @Test
  void messagesThatTheFiltersLeaveOutAreDeletedAndNotHandedOver() {
    cloud.started();
    cloud.queue.send("{\"kind\":\"no\"}", null, null);
    cloud.queue.send("no JSON", null, null);
    cloud.queue.send("{\"kind\":\"yes\"}", null, null);

    enabled(
        Cloudlet.ofQueue()
            .filterCriteria(
                criteria ->
                    criteria.filters(
                        Filter.builder().pattern("{\"body\":{\"kind\":[\"yes\"]}}").build())));

    Cloudlet.await(() -> cloud.queue.size() == 0);
    assertThat(bodies()).contains("yes").doesNotContain("no");
  }

  @Test
  void moreBatchesRunAtOnceButNeverMoreThanAllowed() {
    cloud.started();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var go = new Semaphore(0);
    cloud.function =
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          go.acquireUninterruptibly();
          running.decrementAndGet();
          return Lab.answer("null");
        };
    for (int i = 0; i < 30; i++) {
      cloud.queue.send("x", null, null);
    }
    enabled(
        Cloudlet.ofQueue()
            .batchSize(1)
            .scalingConfig(ScalingConfig.builder().maximumConcurrency(3).build()));

    Cloudlet.await(() -> running.get() == 3);
    go.release(30);
    Cloudlet.await(() -> cloud.queue.size() == 0);
    assertThat(most).hasValue(3);
  }

  @Test
  void aDisabledMappingTakesNothingAndGoesOnWhenItIsEnabled() {
    cloud.started();
    var uuid = enabled(Cloudlet.ofQueue());
    assertThat(update(UpdateEventSourceMappingRequest.builder().uuid(uuid).enabled(false)).state())
        .isEqualTo("Disabling");
    cloud.awaitState(uuid, "Disabled");
    cloud.queue.send("later", null, null);
    assertThat(cloud.queue.hidden()).isZero();

    update(UpdateEventSourceMappingRequest.builder().uuid(uuid).enabled(true));
    Cloudlet.await(() -> cloud.queue.size() == 0);
    cloud.awaitState(uuid, "Enabled");
  }

  @Test
  void aDeletedMappingIsGoneAndCanBeMadeAgain() {
    cloud.started();
    var uuid = enabled(Cloudlet.ofQueue());
    assertThat(cloud.delete(uuid).state()).isEqualTo("Deleting");
    cloud.awaitGone(uuid);
    refuses(
        "ResourceNotFoundException",
        "The resource you requested does not exist.",
        () -> cloud.get(uuid));
    assertThat(enabled(Cloudlet.ofQueue())).isNotEqualTo(uuid);
  }

  @Test
  void aThrottledBatchIsTriedAgainAndLosesNothing() {
    cloud.started();
    var refusals = new AtomicInteger(2);
    cloud.function =
        _ -> {
          if (refusals.getAndDecrement() > 0) {
            throw Lab.throttled();
          }
          return Lab.answer("null");
        };
    enabled(Cloudlet.ofQueue());
    cloud.queue.send("x", null, null);

    Cloudlet.await(() -> cloud.queue.size() == 0);
    assertThat(cloud.ran).hasSize(3);
  }

  @Test
  void aMessageThatGoesRoundInALoopIsPutAside() {
    cloud.started();
    var trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
    for (int i = 0; i < 16; i++) {
      trace = Lineage.entered(trace, F.functionArn());
    }
    enabled(Cloudlet.ofQueue());
    cloud.queue.send("loop", null, trace);

    Cloudlet.await(() -> cloud.queue.size() == 0);
    assertThat(cloud.queue.rejected).containsExactly("m1");
    assertThat(cloud.ran).isEmpty();
  }

  @Test
  void aStreamsRecordsComeInOrderAndHowFarIsKnownAfterARestart() {
    cloud.stream.open("shard-0");
    cloud.started();
    var uuid = enabled(Cloudlet.ofStream().batchSize(2));
    for (int i = 0; i < 5; i++) {
      cloud.stream.put("shard-0", "k", "first-" + i, Instant.now());
    }
    Cloudlet.await(() -> bodies().contains("first-4"));
    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
    cloud.close();
    var before = new ArrayList<>(cloud.ran);

    var again = new Cloudlet(database);
    cloud.stream.put("shard-0", "k", "second", Instant.now());
    again.part.sources().serve("kinesis", cloud.stream);
    again.started();
    Cloudlet.await(() -> !again.ran.isEmpty());
    again.close();

    assertThat(before.getFirst().payload().text()).contains("first-0").doesNotContain("second");
    assertThat(again.ran.getFirst().payload().text()).contains("second").doesNotContain("first");
  }

  @Test
  void aMappingOfTheLatestSeesWhatComesAfterItIsEnabled() {
    cloud.stream.open("shard-0");
    cloud.stream.put("shard-0", "k", "old", Instant.now());
    cloud.started();
    enabled(Cloudlet.ofStream().startingPosition("LATEST"));
    cloud.stream.put("shard-0", "k", "new", Instant.now());

    Cloudlet.await(() -> bodies().contains("new"));
    assertThat(bodies()).doesNotContain("old");
  }

  @Test
  void aSecondMappingOfTheSamePairIsRefusedWithTheFirstOnesId() {
    var first = cloud.create(Cloudlet.ofStream()).uuid();
    refuses(
        "ResourceConflictException",
        "already exists. Please update or delete the existing mapping with UUID " + first,
        () -> cloud.create(Cloudlet.ofStream()));
    assertThat(cloud.create(Cloudlet.ofStream().functionName("f:live")).functionArn())
        .endsWith(":f:live");
  }

  @Test
  void aMappingThatIsBeingMadeCannotBeChanged() {
    var uuid = cloud.create(Cloudlet.ofQueue()).uuid();
    refuses(
        "ResourceInUseException",
        "Cannot update the event source mapping because it is in use.",
        () -> update(UpdateEventSourceMappingRequest.builder().uuid(uuid).batchSize(1)));
  }

  @Test
  void everyPageOfAListIsReached() {
    for (var name : List.of("a", "b", "c")) {
      cloud.create(Cloudlet.ofQueue().functionName(name));
    }
    var found = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          cloud.call(
              "ListEventSourceMappings",
              ListEventSourceMappingsRequest.builder()
                  .eventSourceArn(Lab.QUEUE.toString())
                  .maxItems(1)
                  .marker(marker)
                  .build(),
              ListEventSourceMappingsResponse.class);
      page.eventSourceMappings().forEach(each -> found.add(each.functionArn()));
      marker = page.nextMarker();
    } while (marker != null);
    assertThat(found).hasSize(3).doesNotHaveDuplicates();

    var ofB =
        cloud.call(
            "ListEventSourceMappings",
            ListEventSourceMappingsRequest.builder().functionName("b").build(),
            ListEventSourceMappingsResponse.class);
    assertThat(ofB.eventSourceMappings()).hasSize(1);
  }

  @Test
  void anEmptyScalingConfigTakesTheLimitAway() {
    cloud.started();
    var uuid =
        enabled(
            Cloudlet.ofQueue()
                .scalingConfig(ScalingConfig.builder().maximumConcurrency(3).build()));
    assertThat(cloud.get(uuid).scalingConfig().maximumConcurrency()).isEqualTo(3);
    update(
        UpdateEventSourceMappingRequest.builder()
            .uuid(uuid)
            .scalingConfig(ScalingConfig.builder().build()));
    cloud.awaitState(uuid, "Enabled");
    assertThat(cloud.get(uuid).scalingConfig()).isNull();
  }

  @Test
  void whatDoesNotFitIsRefusedInLambdasWords() {
    refusesToCreate(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
            + " than 10",
        Cloudlet.ofQueue().batchSize(11));
    refusesToCreate(
        "StartingPosition is not valid for SQS event sources.",
        Cloudlet.ofQueue().startingPosition("LATEST"));
    refusesToCreate(
        "Unsupported 'bisectBatchOnFunctionError' parameter for given event source mapping type.",
        Cloudlet.ofQueue().bisectBatchOnFunctionError(true));
    refusesToCreate(
        "Unsupported 'scalingConfig' parameter",
        Cloudlet.ofStream().scalingConfig(ScalingConfig.builder().maximumConcurrency(2).build()));
    refusesToCreate("'startingPosition'", Cloudlet.ofStream().startingPosition((String) null));
    refusesToCreate(
        "StartingPositionTimestamp cannot be in the future.",
        Cloudlet.ofStream()
            .startingPosition("AT_TIMESTAMP")
            .startingPositionTimestamp(Instant.now().plusSeconds(3_600)));
    refusesToCreate("Unsupported 'topics' parameter", Cloudlet.ofQueue().topics("t"));
    refusesToCreate(
        "Invalid filter pattern definition.",
        Cloudlet.ofQueue()
            .filterCriteria(c -> c.filters(Filter.builder().pattern("{\"body\":1}").build())));
    refusesToCreate(
        "does not have the service dynamodb yet",
        Cloudlet.ofStream()
            .eventSourceArn("arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/1"));
    cloud.queue.fifo = true;
    refusesToCreate(
        "Batching window is not supported for FIFO queues",
        Cloudlet.ofQueue().maximumBatchingWindowInSeconds(1));
    cloud.allowed = false;
    refusesToCreate(
        "The provided execution role does not have permissions to call ReceiveMessage on SQS",
        Cloudlet.ofQueue());
    cloud.exists = false;
    refuses(
        "ResourceNotFoundException", "Function not found", () -> cloud.create(Cloudlet.ofQueue()));
  }

  @Test
  void aFunctionThatIsGoneLosesNoMessage() {
    cloud.started();
    var uuid = enabled(Cloudlet.ofQueue());
    cloud.function =
        _ -> {
          throw new ServiceException("ResourceNotFoundException", 404, "Function not found: f");
        };
    cloud.queue.send("x", null, null);
    Cloudlet.await(
        () -> String.valueOf(cloud.get(uuid).lastProcessingResult()).contains("not found"));
    assertThat(cloud.queue.size()).isEqualTo(1);
    Answer fine = Lab.answer("null");
    cloud.function = _ -> fine;
    Cloudlet.await(() -> cloud.queue.size() == 0);
  }
}
