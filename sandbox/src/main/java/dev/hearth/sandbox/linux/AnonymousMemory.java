package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory straight from the kernel, which gives a page, all zeros, when it is first touched.
public final class AnonymousMemory {
  private static final MemorySegment MMAP = Native.function("mmap");
  private static final MemorySegment MUNMAP = Native.function("munmap");
  private static final int READ_WRITE = 3; // PROT_READ | PROT_WRITE
  private static final int OF_ITS_OWN = 0x4022; // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE

  private AnonymousMemory() {}

  /// Reserves `size` bytes until `arena` is closed.
  public static MemorySegment reserve(long size, Arena arena) {
    try {
      long address = Native.callLong("mmap", MMAP, 0, size, READ_WRITE, OF_ITS_OWN, -1, 0);
      return MemorySegment.ofAddress(address)
          .reinterpret(size, arena, mapped -> release(mapped.address(), size));
    } catch (ErrnoException e) {
      throw new IllegalStateException("no address space for " + size + " bytes", e);
    }
  }

  private static void release(long address, long size) {
    try {
      int _ = Native.call("munmap", MUNMAP, address, size);
    } catch (ErrnoException e) {
      throw new IllegalStateException(e); // only a wrong address would be refused
    }
  }
}
