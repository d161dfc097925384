package dev.hearth.wire.signature;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// CRC-64/NVME, S3's default checksum: reflected, all ones at the start and inverted at the end.
///
/// Source: NVM Express NVM Command Set Specification 1.0d, section 5.2.1.3.4. The JDK has no 64-bit
/// CRC, and the SDK's is in its native library.
final class Crc64Nvme implements Checksum {
  private static final long REFLECTED_POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;
  private static final int LANES = 8;

  /// `[lane][byte]`: lane n is the effect of a byte that n more bytes follow, so that eight bytes
  /// are taken in at once.
  private static final long[][] TABLE = table();

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long crc = ~0L;

  private static long[][] table() {
    var table = new long[LANES][256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ (REFLECTED_POLYNOMIAL & -(crc & 1));
      }
      table[0][i] = crc;
    }
    for (int lane = 1; lane < LANES; lane++) {
      for (int i = 0; i < 256; i++) {
        long crc = table[lane - 1][i];
        table[lane][i] = crc >>> 8 ^ table[0][(int) crc & 0xff];
      }
    }
    return table;
  }

  @Override
  public void update(int b) {
    crc = crc >>> 8 ^ TABLE[0][(int) (crc ^ b) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    for (; i + LANES <= end; i += LANES) {
      long word = crc ^ (long) LITTLE_ENDIAN.get(bytes, i);
      crc = 0;
      for (int lane = 0; lane < LANES; lane++) {
        crc ^= TABLE[LANES - 1 - lane][(int) (word >>> (8 * lane)) & 0xff];
      }
    }
    for (; i < end; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = ~0L;
  }
}
