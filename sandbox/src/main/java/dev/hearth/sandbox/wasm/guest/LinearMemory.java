package dev.hearth.sandbox.wasm.guest;

import dev.hearth.sandbox.linux.AnonymousMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/// A guest's memory, outside the Java heap: reserved whole, given pages by the kernel as they are
/// touched, so that growing copies nothing, and unmapped when the run ends.
///
/// Only the thread that made it can reach it, and only until its arena is closed: the JDK checks
/// both, and the bounds, at each access.
final class LinearMemory implements Memory, AutoCloseable {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemoryBudget budget;
  private final int initialPages;
  private final int maximumPages;
  private final Arena arena;
  private final MemorySegment reserved;
  private MemorySegment bytes; // the part of `reserved` that the guest has
  private int pages;
  private final byte[][] data; // by segment; the module's, and never written

  /// @param limits as the module declares them
  /// @param data of the module's segments, in their order
  /// @param mostPages that the function's memory size allows
  /// @throws OutOfMemoryException where the module begins with more than that, or the node has not
  ///   so much left
  LinearMemory(MemoryLimits limits, List<byte[]> data, int mostPages, MemoryBudget budget) {
    this.data = data.toArray(byte[][]::new);
    this.budget = budget;
    this.initialPages = limits.initialPages();
    this.maximumPages = Math.min(Math.min(limits.maximumPages(), mostPages), RUNTIME_MAX_PAGES);
    if (initialPages > maximumPages) {
      throw new OutOfMemoryException(
          "The module begins with %d KiB of memory, and the function has %d KiB."
              .formatted(initialPages * 64L, maximumPages * 64L));
    }
    if (!budget.take(size(initialPages))) {
      throw new OutOfMemoryException("This node has no memory left for WebAssembly functions.");
    }
    this.pages = initialPages;
    this.arena = Arena.ofConfined();
    this.reserved = AnonymousMemory.reserve(Math.max(size(maximumPages), PAGE_SIZE), arena);
    this.bytes = reserved.asSlice(0, size(pages));
  }

  private static long size(int pages) {
    return (long) pages * PAGE_SIZE;
  }

  @Override
  public int pages() {
    return pages;
  }

  /// Answers -1, as WebAssembly wants it, where the function's or the node's limit is reached.
  @Override
  public int grow(int more) {
    int before = pages;
    if (more < 0 || more > maximumPages - before || !budget.take(size(more))) {
      return -1;
    }
    pages = before + more;
    bytes = reserved.asSlice(0, size(pages));
    return before;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return maximumPages;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    for (int i = 0; i < data.length; i++) {
      if (dataSegments[i] instanceof ActiveDataSegment active) {
        long offset =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        write((int) offset, data[i], 0, data[i].length);
      }
    }
  }

  @Override
  public void initPassiveSegment(int segmentId, int destination, int offset, int size) {
    write(destination, data[segmentId], offset, size);
  }

  @Override
  public void drop(int segment) {
    data[segment] = new byte[0];
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    try {
      MemorySegment.copy(data, offset, bytes, BYTE, address, size);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public byte[] readBytes(int address, int length) {
    try {
      return bytes.asSlice(address, length).toArray(BYTE);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void copy(int destination, int source, int size) {
    try {
      MemorySegment.copy(bytes, source, bytes, destination, size);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void fill(byte value, int from, int to) {
    try {
      bytes.asSlice(from, (long) to - from).fill(value);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void zero() {} // as the kernel gives it; to write that again would touch every page

  @Override
  public byte read(int address) {
    try {
      return bytes.get(BYTE, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public short readShort(int address) {
    try {
      return bytes.get(SHORT, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public int readInt(int address) {
    try {
      return bytes.get(INT, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public long readLong(int address) {
    try {
      return bytes.get(LONG, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public float readFloat(int address) {
    try {
      return bytes.get(FLOAT, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public double readDouble(int address) {
    try {
      return bytes.get(DOUBLE, address);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeByte(int address, byte value) {
    try {
      bytes.set(BYTE, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeShort(int address, short value) {
    try {
      bytes.set(SHORT, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeI32(int address, int value) {
    try {
      bytes.set(INT, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeLong(int address, long value) {
    try {
      bytes.set(LONG, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeF32(int address, float value) {
    try {
      bytes.set(FLOAT, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeF64(int address, double value) {
    try {
      bytes.set(DOUBLE, address, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xFFFFL;
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  private static TrapException outOfBounds(RuntimeException e) {
    var trap = new TrapException("out of bounds memory access");
    trap.initCause(e);
    return trap;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  @SuppressWarnings("removal") // the interface has them still
  public Object lock(int address) {
    throw noThreads();
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw noThreads();
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw noThreads();
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    throw noThreads();
  }

  private static UnsupportedOperationException noThreads() {
    return new UnsupportedOperationException("modules with threads are refused before they run");
  }

  /// Unmaps it, on the thread that made it.
  @Override
  public void close() {
    arena.close();
    budget.giveBack(size(pages));
  }
}
