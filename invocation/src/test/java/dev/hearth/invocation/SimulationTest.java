package dev.hearth.invocation;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Thousands of random schedules of everything that can happen to a node's sandboxes, each with its
/// seed, over a clock that only steps.
class SimulationTest {
  private static final int SCHEDULES = 2_000;
  private static final int STEPS = 150;

  @Test
  void noScheduleBreaksALimitMixesTenantsRunsOldCodeOrLosesAPlace() {
    LongStream.rangeClosed(1, SCHEDULES).forEach(SimulationTest::simulate);
  }

  private static void simulate(long seed) {
    try {
      var simulation = new Simulation(seed);
      for (int step = 0; step < STEPS; step++) {
        simulation.step();
      }
      simulation.comeToRest();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("with seed " + seed, e);
    }
  }
}
