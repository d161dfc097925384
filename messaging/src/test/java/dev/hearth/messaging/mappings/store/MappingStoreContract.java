package dev.hearth.messaging.mappings.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.mappings.store.Lane.Retry;
import dev.hearth.messaging.mappings.store.Lane.Window;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// What the store must do on every engine.
abstract class MappingStoreContract {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final Arn QUEUE = Arn.of("sqs", Region.DEFAULT, ACCOUNT, "q");

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private Database database;
  private MappingStore one;
  private MappingStore two;

  /// A database with the mappings' tables.
  abstract Database open();

  @BeforeEach
  void openIt() {
    database = open();
    InstantSource clock = () -> now;
    one = new MappingStore(database, clock, "one");
    two = new MappingStore(database, clock, "two");
  }

  @AfterEach
  void closeIt() {
    database.close();
  }

  private Mapping mapping(String uuid, String function, MappingState state) {
    return new Mapping(
        uuid,
        new FunctionReference(ACCOUNT, Region.DEFAULT, function, "live"),
        QUEUE,
        EventSourceMappingConfiguration.builder().batchSize(7).build(),
        Map.of("team", "blue"),
        true,
        state,
        "USER_INITIATED",
        "",
        now,
        3,
        false);
  }

  private Mapping insert(Mapping mapping) {
    one.write(
        tables -> {
          tables.insert(mapping);
          return null;
        });
    return mapping;
  }

  @Test
  void aMappingIsReadAsItWasWritten() {
    var written = insert(mapping("u", "f", MappingState.CREATING));
    assertThat(one.<Mapping>read(tables -> tables.find("u").orElseThrow())).isEqualTo(written);
    assertThat(one.<Mapping>read(t -> t.find(written.function(), QUEUE).orElseThrow()))
        .isEqualTo(written);
    assertThat(one.<Boolean>read(t -> t.find(ACCOUNT, new Region("eu-west-1"), "u").isPresent()))
        .isFalse();
  }

  @Test
  void aLaneIsReadAsItWasWrittenLast() {
    insert(mapping("u", "f", MappingState.ENABLED));
    var lane = Lane.at("shard", 1, "");
    var moved =
        lane.moved("7", List.of(new Retry("9", 2)))
            .with(new Window(now, Payload.of("{\"n\":1}"), true));
    one.write(
        tables -> {
          tables.lanes().put("u", lane);
          tables.lanes().put("u", moved);
          return null;
        });
    assertThat(one.<List<Lane>>read(tables -> tables.lanes().of("u"))).containsExactly(moved);
  }

  @Test
  void oneNodeHoldsAMappingUntilItSaysNothingForAWhile() {
    insert(mapping("u", "f", MappingState.CREATING));
    insert(mapping("v", "g", MappingState.DISABLED));
    assertThat(one.claim(10)).extracting(Mapping::uuid).containsExactly("u");
    assertThat(two.claim(10)).isEmpty();
    now = now.plus(Duration.ofSeconds(50));
    one.renew();
    now = now.plus(Duration.ofSeconds(50));
    assertThat(two.claim(10)).isEmpty();
    now = now.plus(Duration.ofSeconds(20));
    assertThat(two.claim(10)).extracting(Mapping::uuid).containsExactly("u");
    assertThat(one.held()).isEmpty();
  }

  @Test
  void whatANodeWritesThatHoldsItNoLongerIsRefused() {
    insert(mapping("u", "f", MappingState.ENABLED));
    one.claim(10);
    assertThat(one.writeHeld("u", tables -> tables.result("u", "OK"))).isTrue();
    now = now.plus(Duration.ofMinutes(2));
    two.claim(10);
    assertThat(one.writeHeld("u", tables -> tables.result("u", "late"))).isFalse();
    assertThat(one.<String>read(tables -> tables.find("u").orElseThrow().result())).isEqualTo("OK");
  }

  @Test
  void aMappingIsDeletedWithAllThatIsKnownOfIt() {
    insert(mapping("u", "f", MappingState.DELETING));
    one.claim(10);
    assertThat(
            one.writeHeld(
                "u",
                tables -> {
                  tables.lanes().put("u", Lane.at("shard", 0, ""));
                  tables.delete("u");
                }))
        .isTrue();
    assertThat(one.<List<Lane>>read(tables -> tables.lanes().of("u"))).isEmpty();
    assertThat(one.<Boolean>read(tables -> tables.find("u").isPresent())).isFalse();
  }
}
