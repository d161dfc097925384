package dev.hearth.sandbox.wasm.guest;

import run.endive.runtime.Memory;

/// A guest's three streams: the event on descriptor 0, the answer on 1, the log on 2.
final class Streams {
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int LOG = 2;

  /// Of one call, in bytes and in parts; what is over the guest writes with the next, as its
  /// library does for every pipe.
  static final int MOST_AT_ONCE = 64 * 1024;

  private static final int MOST_PARTS = 1024;

  private static final long MAY_READ = 1L << 1;
  private static final long MAY_WRITE = 1L << 6;
  private static final long MAY_POLL = 1L << 27;

  private final Memory memory;
  private final byte[] event;
  private final Output output;
  private final LogQueue log;
  private final boolean[] closed = new boolean[3];
  private int taken; // of the event

  Streams(Memory memory, byte[] event, Output output, LogQueue log) {
    this.memory = memory;
    this.event = event;
    this.output = output;
    this.log = log;
  }

  boolean isOpen(int descriptor) {
    return descriptor >= IN && descriptor <= LOG && !closed[descriptor];
  }

  int close(int descriptor) {
    if (!isOpen(descriptor)) {
      return Errno.BAD_DESCRIPTOR;
    }
    closed[descriptor] = true;
    return Errno.SUCCESS;
  }

  /// Arguments: the descriptor, where the parts are told, how many, where the bytes read are told.
  int read(long[] arguments) {
    if (!isOpen((int) arguments[0]) || arguments[0] != IN) {
      return Errno.BAD_DESCRIPTOR;
    }
    int count = (int) arguments[2];
    if (count < 0 || count > MOST_PARTS) {
      return Errno.INVALID;
    }
    int before = taken;
    for (int i = 0; i < count && taken < event.length; i++) {
      int part = (int) arguments[1] + 8 * i;
      long room = Integer.toUnsignedLong(memory.readInt(part + 4));
      int size = (int) Math.min(room, event.length - taken);
      memory.write(memory.readInt(part), event, taken, size);
      taken += size;
    }
    memory.writeI32((int) arguments[3], taken - before);
    return Errno.SUCCESS;
  }

  /// Arguments as of [#read].
  int write(long[] arguments) {
    int descriptor = (int) arguments[0];
    if (!isOpen(descriptor) || descriptor == IN) {
      return Errno.BAD_DESCRIPTOR;
    }
    int count = (int) arguments[2];
    if (count < 0) {
      return Errno.INVALID;
    }
    int written = 0;
    for (int i = 0; i < Math.min(count, MOST_PARTS) && written < MOST_AT_ONCE; i++) {
      int part = (int) arguments[1] + 8 * i;
      long wanted = Integer.toUnsignedLong(memory.readInt(part + 4));
      int size = (int) Math.min(wanted, MOST_AT_ONCE - written);
      var bytes = memory.readBytes(memory.readInt(part), size);
      if (descriptor == OUT) {
        output.write(bytes);
      } else if (size > 0) {
        log.put(bytes);
      }
      written += size;
    }
    memory.writeI32((int) arguments[3], written);
    return Errno.SUCCESS;
  }

  /// `fdstat`: of unknown type, so that libraries take it for a pipe and gather what they write.
  int status(int descriptor, int resultAt) {
    if (!isOpen(descriptor)) {
      return Errno.BAD_DESCRIPTOR;
    }
    memory.writeLong(resultAt, 0);
    memory.writeLong(resultAt + 8, (descriptor == IN ? MAY_READ : MAY_WRITE) | MAY_POLL);
    memory.writeLong(resultAt + 16, 0);
    return Errno.SUCCESS;
  }

  /// `filestat`, of which nothing is known.
  int fileStatus(int descriptor, int resultAt) {
    if (!isOpen(descriptor)) {
      return Errno.BAD_DESCRIPTOR;
    }
    for (int i = 0; i < 64; i += Long.BYTES) {
      memory.writeLong(resultAt + i, 0);
    }
    return Errno.SUCCESS;
  }
}
