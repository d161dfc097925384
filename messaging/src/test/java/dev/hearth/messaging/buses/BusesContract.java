package dev.hearth.messaging.buses;

import static dev.hearth.messaging.buses.TestBuses.DEAD;
import static dev.hearth.messaging.buses.TestBuses.FUNCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.CancelReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.ConnectionAuthorizationType;
import software.amazon.awssdk.services.eventbridge.model.CreateApiDestinationRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.StartReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateConnectionRequest;

/// What buses promise, on every database.
@SuppressWarnings("unchecked") // the SDK takes builders by varargs
abstract class BusesContract {
  @TempDir Path folder;
  TestBuses buses;

  abstract Database open(Path folder, Schema... schemas);

  @BeforeEach
  void start() {
    buses =
        new TestBuses(
            open(folder, EventBridgePart.SCHEMA, dev.hearth.store.WorkQueue.SCHEMA), folder, 1);
  }

  @AfterEach
  void close() {
    buses.close();
  }

  private static void isRefused(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private List<String> bodies() {
    return buses.shipments.stream().map(shipment -> shipment.body().text()).toList();
  }

  @Test
  void anEventGoesToTheTargetsOfTheRulesThatLetItThrough() throws Exception {
    buses.rule("orders", "{\"source\":[\"shop\"],\"detail\":{\"n\":[{\"numeric\":[\">\",5]}]}}");
    buses.put("{\"n\":4}");
    var id = buses.put("{\"n\":6,\"price\":1.10}").entries().getFirst().eventId();
    buses.settle();

    assertThat(bodies())
        .containsExactly(
            """
            {"version":"0","id":"%s","detail-type":"order","source":"shop","account":"123456789012",\
            "time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":[],\
            "detail":{"n":6,"price":1.10}}\
            """
                .formatted(id));
  }

  @Test
  void aDisabledRuleLetsNothingThroughUntilItIsEnabled() {
    buses.rule("orders", "{\"source\":[\"shop\"]}");
    buses.call(DisableRuleRequest.builder().name("orders").build(), SdkPojo.class);
    buses.put("{\"n\":1}");
    buses.call(EnableRuleRequest.builder().name("orders").build(), SdkPojo.class);
    buses.put("{\"n\":2}");
    buses.settle();
    assertThat(bodies()).hasSize(1).first().asString().contains("\"n\":2");
  }

  @Test
  void entriesThatAreRefusedKeepNoOthersBack() {
    buses.rule("orders", "{\"source\":[\"shop\"]}");
    var answer =
        buses.call(
            PutEventsRequest.builder()
                .entries(
                    e -> e.source("shop").detailType("order").detail("no json"),
                    e -> e.source("shop").detailType("order").detail("{}"),
                    e -> e.source("aws.s3").detailType("order").detail("{}"),
                    e -> e.source("shop").detail("{}"),
                    e -> e.source("shop").detailType("o").detail("{}").eventBusName("none"),
                    e -> e.source("shop").detailType("o").detail("[1]"),
                    e -> e.source("s".repeat(300_000)).detailType("o").detail("{}"))
                .build(),
            PutEventsResponse.class);
    buses.settle();

    assertThat(answer.failedEntryCount()).isEqualTo(6);
    assertThat(answer.entries().stream().map(PutEventsResultEntry::errorCode))
        .containsExactly(
            "MalformedDetail",
            null,
            "NotAuthorizedForSourceException",
            "InvalidArgument",
            "InvalidArgument",
            "MalformedDetail",
            "InvalidArgument");
    assertThat(answer.entries().get(3).errorMessage())
        .isEqualTo("Parameter DetailType is not valid. Reason: DetailType is a required argument.");
    assertThat(bodies()).hasSize(1);
  }

  @Test
  void aRequestWithoutAnyCompleteEntryIsRefused() {
    isRefused(
        () ->
            buses.call(
                PutEventsRequest.builder().entries(e -> e.source("shop")).build(), SdkPojo.class),
        "ValidationException",
        "DetailType is a required argument");
  }

  @Test
  void aTargetThatFailsIsTriedAgainWithLongerPausesUntilItsAttemptsAreUsed() {
    var times = new ArrayList<Instant>();
    buses.function =
        _ -> {
          times.add(buses.clock.instant());
          return new Sent.Failed("INTERNAL_ERROR", "no");
        };
    buses.rule(
        "orders",
        "{\"source\":[\"shop\"]}",
        t -> t.retryPolicy(r -> r.maximumRetryAttempts(3)).deadLetterConfig(d -> d.arn(DEAD)));
    buses.put("{\"n\":1}");
    buses.settle();
    for (int i = 0; i < 40; i++) {
      buses.pass(Duration.ofMillis(500));
    }

    assertThat(times).hasSize(4);
    var letter = buses.letters.getFirst();
    assertThat(buses.letters).hasSize(1);
    assertThat(letter.body().text()).contains("\"detail\":{\"n\":1}");
    assertThat(letter.attributes())
        .containsEntry("RULE_ARN", "arn:aws:events:us-east-1:123456789012:rule/orders")
        .containsEntry("TARGET_ARN", FUNCTION)
        .containsEntry("ERROR_CODE", "INTERNAL_ERROR")
        .containsEntry("ERROR_MESSAGE", "no")
        .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts")
        .containsEntry("RETRY_ATTEMPTS", "3");
  }

  @Test
  void anEventThatIsTooOldIsTriedNoMore() {
    buses.function = _ -> new Sent.Failed("THROTTLING", "busy");
    buses.rule(
        "orders",
        "{\"source\":[\"shop\"]}",
        t -> t.retryPolicy(r -> r.maximumEventAgeInSeconds(60)).deadLetterConfig(d -> d.arn(DEAD)));
    buses.put("{}");
    for (int i = 0; i < 120; i++) {
      buses.pass(Duration.ofSeconds(1));
    }
    assertThat(buses.letters).hasSize(1);
    assertThat(buses.letters.getFirst().attributes())
        .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds");
  }

  @Test
  void whatATargetRefusesIsNotTriedAgain() {
    buses.function = _ -> new Sent.Refused("NO_PERMISSIONS", "denied");
    buses.rule("orders", "{\"source\":[\"shop\"]}", t -> t.deadLetterConfig(d -> d.arn(DEAD)));
    buses.put("{}");
    buses.settle();
    assertThat(buses.letters).hasSize(1);
    assertThat(buses.letters.getFirst().attributes())
        .containsEntry("ERROR_CODE", "NO_PERMISSIONS")
        .doesNotContainKey("EXHAUSTED_RETRY_CONDITION");
  }

  @Test
  void everyAcceptedEventIsDeliveredOrDeadAlthoughTargetsFailAndWorkersDie() {
    var random = new Random(7);
    var delivered = new HashMap<String, Integer>();
    buses.function =
        shipment -> {
          return switch (random.nextInt(5)) {
            case 0 -> throw new AssertionError("killed");
            case 1 -> new Sent.Failed("INTERNAL_ERROR", "no");
            case 2 -> new Sent.Refused("ERROR_FROM_TARGET", "never");
            case 3 -> new Sent.Postponed(Duration.ofSeconds(1));
            default -> {
              delivered.merge(shipment.event().id(), 1, Integer::sum);
              yield new Sent.Delivered();
            }
          };
        };
    buses.rule(
        "orders",
        "{\"source\":[\"shop\"]}",
        t -> t.retryPolicy(r -> r.maximumRetryAttempts(5)).deadLetterConfig(d -> d.arn(DEAD)));
    var accepted = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      accepted.add(buses.put("{\"n\":" + i + "}").entries().getFirst().eventId());
    }
    for (int i = 0; i < 2_000; i++) {
      try {
        buses.pass(Duration.ofSeconds(10));
      } catch (AssertionError killed) {
        assertThat(killed).hasMessage("killed"); // its lease comes back
      }
    }

    var dead = buses.letters.stream().map(l -> l.body().text()).toList();
    for (var id : accepted) {
      boolean isDead = dead.stream().anyMatch(body -> body.contains(id));
      assertThat(delivered.containsKey(id) != isDead).as(id).isTrue();
    }
    assertThat(delivered.values()).allMatch(count -> count == 1);
  }

  @Test
  void anEventGoesToAnotherBusAndFromThereToNoThird() {
    for (var name : List.of("b", "c")) {
      buses.call(CreateEventBusRequest.builder().name(name).build(), SdkPojo.class);
    }
    var root = "arn:aws:events:us-east-1:123456789012:event-bus/";
    buses.rule("a", "{\"source\":[\"shop\"]}", t -> t.arn(root + "b"));
    for (var bus : List.of("b", "c")) {
      buses.call(
          PutRuleRequest.builder()
              .name("r")
              .eventBusName(bus)
              .eventPattern("{\"source\":[\"shop\"]}")
              .build(),
          SdkPojo.class);
      buses.call(
          PutTargetsRequest.builder()
              .rule("r")
              .eventBusName(bus)
              .targets(
                  t -> t.id("f").arn(FUNCTION),
                  t ->
                      t.id("on")
                          .arn(root + (bus.equals("b") ? "c" : "b"))
                          .deadLetterConfig(d -> d.arn(DEAD)))
              .build(),
          SdkPojo.class);
    }
    buses.put("{}");
    buses.settle();
    assertThat(buses.shipments).hasSize(1);
    assertThat(buses.shipments.getFirst().rule().bus().name()).isEqualTo("b");
    assertThat(buses.letters).hasSize(1);
    assertThat(buses.letters.getFirst().attributes())
        .containsEntry("ERROR_CODE", "THIRD_ACCOUNT_HOP_DETECTED");
  }

  @Test
  void aScheduleFiresOnceForEachTimeAndOnceForAllThatWereMissed() {
    buses.call(
        PutRuleRequest.builder().name("tick").scheduleExpression("rate(5 minutes)").build(),
        SdkPojo.class);
    buses.targets("tick", t -> {});
    buses.pass(Duration.ofMinutes(4));
    assertThat(buses.shipments).isEmpty();
    buses.pass(Duration.ofMinutes(1));
    assertThat(bodies())
        .hasSize(1)
        .first()
        .asString()
        .contains("\"detail-type\":\"Scheduled Event\"")
        .contains("\"source\":\"aws.events\"")
        .contains("\"time\":\"2026-01-01T00:05:00Z\"")
        .contains("arn:aws:events:us-east-1:123456789012:rule/tick");
    buses.pass(Duration.ofMinutes(62)); // nothing ran in between
    assertThat(buses.shipments).hasSize(2);
    buses.pass(Duration.ofMinutes(3));
    assertThat(buses.shipments).hasSize(3);
    buses.call(DisableRuleRequest.builder().name("tick").build(), SdkPojo.class);
    buses.pass(Duration.ofHours(1));
    assertThat(buses.shipments).hasSize(3);
  }

  @Test
  void whatAnArchiveKeptIsReplayedInTheOrderOfItsTimesAndNotKeptAgain() {
    buses.rule("orders", "{\"source\":[\"shop\"]}");
    var bus = "arn:aws:events:us-east-1:123456789012:event-bus/default";
    var archive =
        buses.call(
            CreateArchiveRequest.builder().archiveName("all").eventSourceArn(bus).build(),
            CreateArchiveResponse.class);
    var first = buses.clock.instant();
    for (int i = 0; i < 250; i++) {
      var time = first.plusSeconds((i * 7) % 250);
      var detail = "{\"n\":" + (i * 7) % 250 + "}";
      buses.call(
          PutEventsRequest.builder()
              .entries(e -> e.source("shop").detailType("o").detail(detail).time(time))
              .build(),
          SdkPojo.class);
    }
    buses.settle();
    buses.shipments.clear();
    buses.call(
        StartReplayRequest.builder()
            .replayName("again")
            .eventSourceArn(archive.archiveArn())
            .eventStartTime(first)
            .eventEndTime(first.plusSeconds(200))
            .destination(d -> d.arn(bus))
            .build(),
        SdkPojo.class);
    buses.settle();

    assertThat(buses.shipments).hasSize(200);
    assertThat(buses.shipments.stream().map(s -> s.event().document().at("/detail/n").asInt()))
        .isSorted();
    assertThat(bodies()).allMatch(body -> body.contains("\"replay-name\":\"again\""));
    var replay =
        buses.call(
            DescribeReplayRequest.builder().replayName("again").build(),
            DescribeReplayResponse.class);
    assertThat(replay.state()).isEqualTo(ReplayState.COMPLETED);
    assertThat(replay.eventLastReplayedTime()).isEqualTo(first.plusSeconds(199));
    assertThat(
            buses
                .call(
                    DescribeArchiveRequest.builder().archiveName("all").build(),
                    DescribeArchiveResponse.class)
                .eventCount())
        .isEqualTo(250);
    isRefused(
        () -> buses.call(CancelReplayRequest.builder().replayName("again").build(), SdkPojo.class),
        "IllegalStatusException",
        "again");
  }

  @Test
  void anArchivesRuleIsManagedAndGoesWithIt() {
    var bus = "arn:aws:events:us-east-1:123456789012:event-bus/default";
    buses.call(
        CreateArchiveRequest.builder().archiveName("all").eventSourceArn(bus).build(),
        SdkPojo.class);
    isRefused(
        () ->
            buses.call(
                DisableRuleRequest.builder().name("Events-Archive-all").build(), SdkPojo.class),
        "ManagedRuleException",
        "Events-Archive-all");
    buses.call(DeleteArchiveRequest.builder().archiveName("all").build(), SdkPojo.class);
    assertThat(buses.call(ListRulesRequest.builder().build(), ListRulesResponse.class).rules())
        .isEmpty();
  }

  @Test
  void rulesAreListedInPages() {
    for (var name : List.of("c", "a", "b", "x")) {
      buses.rule(name, "{\"source\":[\"shop\"]}");
    }
    var first = buses.call(ListRulesRequest.builder().limit(3).build(), ListRulesResponse.class);
    assertThat(first.rules().stream().map(Rule::name)).containsExactly("a", "b", "c");
    var second =
        buses.call(
            ListRulesRequest.builder().limit(3).nextToken(first.nextToken()).build(),
            ListRulesResponse.class);
    assertThat(second.rules().stream().map(Rule::name)).containsExactly("x");
    assertThat(second.nextToken()).isNull();
    var names =
        buses.call(
            ListRuleNamesByTargetRequest.builder().targetArn(FUNCTION).limit(2).build(),
            ListRuleNamesByTargetResponse.class);
    assertThat(names.ruleNames()).containsExactly("a", "b");
    assertThat(names.nextToken()).isNotNull();
  }

  @Test
  void aBusWithRulesAndARuleWithTargetsStay() {
    buses.call(CreateEventBusRequest.builder().name("b").build(), SdkPojo.class);
    buses.call(
        PutRuleRequest.builder()
            .name("r")
            .eventBusName("b")
            .eventPattern("{\"source\":[\"shop\"]}")
            .build(),
        SdkPojo.class);
    isRefused(
        () -> buses.call(DeleteEventBusRequest.builder().name("b").build(), SdkPojo.class),
        "ValidationException",
        "since it has rules");
    isRefused(
        () -> buses.call(DeleteEventBusRequest.builder().name("default").build(), SdkPojo.class),
        "ValidationException",
        "Cannot delete event bus default.");
    isRefused(
        () -> buses.call(CreateEventBusRequest.builder().name("b").build(), SdkPojo.class),
        "ResourceAlreadyExistsException",
        "Event bus b already exists.");
    buses.rule("orders", "{\"source\":[\"shop\"]}");
    isRefused(
        () -> buses.call(DeleteRuleRequest.builder().name("orders").build(), SdkPojo.class),
        "ValidationException",
        "Rule can't be deleted since it has targets.");
    isRefused(
        () -> buses.call(DescribeRuleRequest.builder().name("no").build(), SdkPojo.class),
        "ResourceNotFoundException",
        "Rule no does not exist on EventBus default.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"a\":\"x\"}", "{\"a\":[{\"nonesuch\":1}]}", "{\"a\":[1}"})
  void whatIsNoPatternIsRefused(String pattern) {
    isRefused(
        () -> buses.rule("r", pattern),
        "InvalidEventPatternException",
        "Event pattern is not valid. Reason: ");
  }

  @Test
  void aSixthTargetIsOneTooMany() {
    buses.rule("r", "{\"source\":[\"shop\"]}");
    for (int i = 1; i < 5; i++) {
      var id = "t" + i;
      buses.targets("r", t -> t.id(id));
    }
    isRefused(
        () -> buses.targets("r", t -> t.id("more")),
        "LimitExceededException",
        "The requested resource exceeds the maximum number allowed.");
    assertThat(
            buses
                .call(
                    ListTargetsByRuleRequest.builder().rule("r").build(),
                    ListTargetsByRuleResponse.class)
                .targets())
        .hasSize(5);
  }

  @Test
  void aConnectionsSecretsAreNeverShownAndSurviveAChange() {
    buses.call(
        CreateConnectionRequest.builder()
            .name("c")
            .authorizationType(ConnectionAuthorizationType.BASIC)
            .authParameters(p -> p.basicAuthParameters(b -> b.username("me").password("secret")))
            .build(),
        SdkPojo.class);
    buses.call(
        UpdateConnectionRequest.builder()
            .name("c")
            .authParameters(p -> p.basicAuthParameters(b -> b.username("you")))
            .build(),
        SdkPojo.class);
    var shown =
        buses.call(
            DescribeConnectionRequest.builder().name("c").build(),
            DescribeConnectionResponse.class);
    assertThat(shown.authParameters().basicAuthParameters().username()).isEqualTo("you");
    assertThat(shown.toString()).doesNotContain("secret");
    isRefused(
        () ->
            buses.call(
                CreateApiDestinationRequest.builder()
                    .name("d")
                    .connectionArn(shown.connectionArn())
                    .invocationEndpoint("http://example.com/")
                    .httpMethod("POST")
                    .build(),
                SdkPojo.class),
        "ValidationException",
        "https://");
  }

  @Test
  void aStatementLetsAnotherAccountInUntilItIsTakenAway() {
    buses.call(
        PutPermissionRequest.builder()
            .action("events:PutEvents")
            .principal("210987654321")
            .statementId("them")
            .build(),
        SdkPojo.class);
    var policy =
        buses
            .call(DescribeEventBusRequest.builder().build(), DescribeEventBusResponse.class)
            .policy();
    assertThat(policy).contains("arn:aws:iam::210987654321:root").contains("\"Sid\":\"them\"");
    buses.call(RemovePermissionRequest.builder().statementId("them").build(), SdkPojo.class);
    isRefused(
        () ->
            buses.call(
                RemovePermissionRequest.builder().statementId("them").build(), SdkPojo.class),
        "ResourceNotFoundException",
        "EventBus does not have a policy.");
  }

  @Test
  void tagsOfRulesAreKeptUntilTheRuleGoes() {
    buses.call(
        PutRuleRequest.builder()
            .name("r")
            .eventPattern("{\"source\":[\"shop\"]}")
            .tags(t -> t.key("team").value("a"))
            .build(),
        SdkPojo.class);
    var arn = "arn:aws:events:us-east-1:123456789012:rule/r";
    buses.call(
        TagResourceRequest.builder().resourceARN(arn).tags(t -> t.key("x").value("y")).build(),
        SdkPojo.class);
    buses.call(
        UntagResourceRequest.builder().resourceARN(arn).tagKeys("team").build(), SdkPojo.class);
    assertThat(
            buses
                .call(
                    ListTagsForResourceRequest.builder().resourceARN(arn).build(),
                    ListTagsForResourceResponse.class)
                .tags())
        .containsExactly(Tag.builder().key("x").value("y").build());
    buses.call(DeleteRuleRequest.builder().name("r").build(), SdkPojo.class);
    isRefused(
        () ->
            buses.call(
                ListTagsForResourceRequest.builder().resourceARN(arn).build(), SdkPojo.class),
        "ResourceNotFoundException",
        "Rule r does not exist");
  }
}
