package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Settings;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private final SteppedClock clock = new SteppedClock();
  private final List<FakeSnapshot> made = new ArrayList<>();
  private final List<String> released = new ArrayList<>();
  private final Snapshots snapshots = new Snapshots(this::make, 2, clock);
  private Runnable whileMaking = () -> {};
  private boolean replaced;
  private boolean fails;

  private static final class FakeSnapshot implements Snapshot {
    boolean usable = true;
    int copies;

    @Override
    public Optional<Failure> awaitInitialised() {
      return Optional.empty();
    }

    @Override
    public Sandbox restore(SandboxSpec spec, LogSink log) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean usable() {
      return usable;
    }

    @Override
    public int copies() {
      return copies;
    }

    @Override
    public void close() {
      usable = false;
    }
  }

  private Optional<Snapshots.Kept> make(FunctionVersion version) {
    if (fails) {
      throw new IllegalStateException("no room");
    }
    if (replaced) {
      return Optional.empty();
    }
    whileMaking.run();
    var snapshot = new FakeSnapshot();
    made.add(snapshot);
    return Optional.of(new Snapshots.Kept(snapshot, "t", () -> released.add(version.name())));
  }

  private static FunctionVersion version(String name) {
    return new FunctionVersion(
        new AccountId("123456789012"),
        Region.DEFAULT,
        name,
        "1",
        "revision-of-" + name,
        "Active",
        Path.of("/nowhere"),
        "sha",
        Settings.defaults(name, "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler"),
        Map.of());
  }

  private FakeSnapshot of(String name) {
    return (FakeSnapshot) snapshots.of(version(name)).orElseThrow().snapshot();
  }

  @Test
  void aVersionHasOneSnapshot() {
    assertThat(of("f")).isSameAs(of("f")).isNotSameAs(of("g"));
    assertThat(made).hasSize(2);
  }

  @Test
  void oneThatHasEndedIsMadeAgainAndGivesItsCodeBack() {
    of("f").usable = false;
    assertThat(of("f").usable).isTrue();
    assertThat(made).hasSize(2);
    assertThat(released).containsExactly("f");
  }

  @Test
  void oneThatIsNotUsedForTenMinutesGoesUnlessCopiesOfItLive() {
    of("idle");
    of("busy").copies = 1;
    clock.step(Duration.ofMinutes(9));
    snapshots.reap();
    assertThat(snapshots.size()).isEqualTo(2);
    clock.step(Duration.ofMinutes(2));
    snapshots.reap();
    assertThat(released).containsExactly("idle");
    assertThat(of("busy")).isSameAs(made.getLast());
  }

  @Test
  void useKeepsIt() {
    of("f");
    clock.step(Duration.ofMinutes(9));
    of("f");
    clock.step(Duration.ofMinutes(9));
    snapshots.reap();
    assertThat(released).isEmpty();
  }

  @Test
  void ofThoseWithoutCopiesOnlyTheLastUsedAreKept() {
    of("busy").copies = 1;
    for (var name : List.of("a", "b", "c", "d")) {
      clock.step(Duration.ofSeconds(1));
      of(name);
    }
    assertThat(released).containsExactly("a");
    assertThat(snapshots.size()).isEqualTo(4); // busy, b and c, and d which was just made
  }

  @Test
  void aVersionThatIsChangedOrDeletedLosesIts() {
    var snapshot = of("f");
    snapshots.retire(version("f"));
    assertThat(snapshot.usable).isFalse();
    assertThat(released).containsExactly("f");
    assertThat(snapshots.size()).isZero();
  }

  @Test
  void aVersionThatIsDeletedWhileItsSnapshotIsMadeLeavesNone() {
    whileMaking = () -> snapshots.retire(version("f"));
    assertThat(snapshots.of(version("f"))).isEmpty();
    assertThat(released).containsExactly("f");
    assertThat(made.getFirst().usable).isFalse();
  }

  @Test
  void whatCannotBeMadeIsNotRemembered() {
    fails = true;
    assertThatThrownBy(() -> of("f")).hasMessage("no room");
    fails = false;
    replaced = true;
    assertThat(snapshots.of(version("f"))).isEmpty();
    assertThat(snapshots.size()).isZero();
    replaced = false;
    assertThat(of("f").usable).isTrue();
  }

  @Test
  void afterTheEndNothingIsLeft() {
    of("f");
    snapshots.close();
    assertThat(snapshots.of(version("g"))).isEmpty();
    assertThat(released).containsExactly("f", "g");
  }
}
