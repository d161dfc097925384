package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the roster decides when there is no place left.
class FullNodeTest {
  private final NodeLab lab = new NodeLab();
  private final Roster roster = new Roster(NodeLab.limits(100, 1, Duration.ZERO), lab.clock);
  private final FunctionVersion f = lab.functions.put("f", "$LATEST");
  private final List<Slot> gone = new ArrayList<>();

  private Slot started(Decision decision) {
    var slot = lab.maker().start(((Decision.Start) decision).pool(), false).orElseThrow();
    assertThat(roster.started(slot, gone)).isTrue();
    return slot;
  }

  private Ticket waits(FunctionVersion version) {
    return ((Decision.Wait) roster.seek(version, null, 1, gone)).ticket();
  }

  @Test
  void aSandboxIsHandedToTheNextCallOfItsFunction() {
    var slot = started(roster.seek(f, null, 1, gone));
    var ticket = waits(f);
    roster.release(slot, gone);
    assertThat(ticket.decided()).contains(new Decision.Use(slot));
    assertThat(gone).isEmpty();
  }

  @Test
  void anotherTenantsCallGetsThePlaceAndNotTheSandbox() {
    var slot = started(roster.seek(f, "blue", 1, gone));
    var ticket = ((Decision.Wait) roster.seek(f, "green", 1, gone)).ticket();
    roster.release(slot, gone);
    assertThat(ticket.decided().orElseThrow()).isInstanceOf(Decision.Start.class);
    assertThat(gone).containsExactly(slot);
  }

  @Test
  void aCallThatWaitsWhileItsVersionIsReplacedIsToldToLookAgain() {
    started(roster.seek(lab.functions.put("g", "$LATEST"), null, 1, gone));
    var ticket = waits(f);
    roster.retire(f, gone);
    assertThat(ticket.decided()).contains(new Decision.Retired());
    assertThat(roster.giveUp(ticket)).isFalse();
  }

  @Test
  void whoGivesUpLeavesNothingBehind() {
    var slot = started(roster.seek(f, null, 1, gone));
    assertThat(roster.giveUp(waits(f))).isTrue();
    roster.release(slot, gone);
    roster.retire(f, gone);
    assertThat(gone).containsExactly(slot);
    assertThat(roster.atRest()).isTrue();
  }

  @Test
  void aStartThatFailsGivesItsPlaceToTheNext() {
    var decision = roster.seek(f, null, 1, gone);
    var ticket = waits(f);
    roster.notStarted(((Decision.Start) decision).pool(), false, gone);
    assertThat(ticket.decided().orElseThrow()).isInstanceOf(Decision.Start.class);
  }
}
