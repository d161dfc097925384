package dev.hearth.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.wasm.guest.Guest;
import dev.hearth.sandbox.wasm.guest.GuestRandom;
import dev.hearth.sandbox.wasm.guest.GuestSettings;
import dev.hearth.sandbox.wasm.guest.GuestTime;
import dev.hearth.sandbox.wasm.guest.MemoryBudget;
import dev.hearth.sandbox.wasm.guest.StoredModule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An instance that is made before there is an event.
class PreparationTest {
  private final MemoryBudget budget = new MemoryBudget(1 << 20);

  private Guest prepared(Binary module) throws Exception {
    var compiled =
        new Compilation(Duration.ofMinutes(1), new AtomicInteger()).compile(module.bytes());
    var settings =
        new GuestSettings(
            new byte[0],
            List.of(),
            List.of(),
            16,
            100,
            new GuestRandom(new byte[GuestRandom.SEED_BYTES]));
    var guest =
        new Guest(
            StoredModule.of(compiled.toBytes()).load(),
            settings,
            new GuestTime(InstantSource.system(), System::nanoTime),
            budget);
    guest.prepare();
    return guest;
  }

  private static Code tells() {
    return Code.of().write(1, 100, 2).write(2, 100, 2);
  }

  @Test
  void runsNothingOfTheModule() throws Exception {
    var module =
        Binary.command().data(100, "ok").function("", "", 0, tells()).initialiser().start(tells());
    for (var each : List.of(module, Binary.command().data(100, "ok").start(tells()))) {
      var guest = prepared(each);
      assertThat(guest.output().size()).isZero();
      assertThat(guest.log().poll(0)).isNull();
      assertThat(budget.used()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 32_767})
  void leavesAModuleThatCannotBeInstantiatedToItsFirstEvent(int pages) throws Exception {
    var guest = prepared(new Binary().memory(pages, -1).start(Code.of()));
    assertThat(guest.log().poll(0)).isNull();
    assertThat(budget.used()).isZero();
  }
}
