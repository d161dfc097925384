package dev.hearth.sandbox.wasm.guest;

import java.util.concurrent.TimeUnit;
import run.endive.runtime.WasmInterruptedException;

/// `poll_oneoff`: waits for the first of a list of times and streams. Streams are always ready, for
/// the event is there and output is taken at once; so without streams it is a sleep.
final class Poll {
  /// More than any library asks for at once.
  private static final int MOST = 1024;

  private static final int SUBSCRIPTION_BYTES = 48;
  private static final int EVENT_BYTES = 32;
  private static final int CLOCK = 0;

  private Poll() {}

  /// Arguments: where subscriptions are, where events go, how many subscriptions, where the number
  /// of events goes.
  static int oneOff(Guest guest, long[] arguments) {
    var memory = guest.memory();
    int subscriptions = (int) arguments[0];
    int count = (int) arguments[2];
    if (count <= 0 || count > MOST) {
      return Errno.INVALID;
    }
    long shortest = Long.MAX_VALUE;
    boolean streams = false;
    var waits = new long[count];
    for (int i = 0; i < count; i++) {
      int at = subscriptions + i * SUBSCRIPTION_BYTES;
      if (memory.read(at + 8) == CLOCK) {
        waits[i] =
            guest
                .time()
                .wait(
                    memory.readInt(at + 16),
                    memory.readLong(at + 24),
                    (memory.readShort(at + 40) & 1) != 0);
        shortest = Math.min(shortest, waits[i]);
      } else {
        streams = true;
      }
    }
    if (!streams) {
      sleep(shortest);
    }
    int events = 0;
    for (int i = 0; i < count; i++) {
      int at = subscriptions + i * SUBSCRIPTION_BYTES;
      boolean clock = memory.read(at + 8) == CLOCK;
      if (clock && (streams ? waits[i] > 0 : waits[i] > shortest)) {
        continue;
      }
      int event = (int) arguments[1] + events * EVENT_BYTES;
      memory.writeLong(event, memory.readLong(at));
      boolean bad = !clock && !guest.streams().isOpen(memory.readInt(at + 16));
      memory.writeShort(event + 8, (short) (bad ? Errno.BAD_DESCRIPTOR : Errno.SUCCESS));
      memory.writeByte(event + 10, memory.read(at + 8));
      memory.writeLong(event + 16, clock ? 0 : 1);
      memory.writeShort(event + 24, (short) 0);
      events++;
    }
    memory.writeI32((int) arguments[3], events);
    return Errno.SUCCESS;
  }

  static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos); // not at all where it is negative
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WasmInterruptedException(e);
    }
  }
}
