package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Builds zip files byte by byte, so that each field can lie.
public final class RawZip {
  private final List<Entry> entries = new ArrayList<>();

  byte[] comment = {};
  int count = -1;
  int part = 0;
  long directorySize = -1;
  long directoryOffset = -1;
  byte[] beforeEnd = {};

  /// One member; the `local…` fields are what the header before the data says.
  public static final class Entry {
    byte[] name;
    byte[] localName;
    byte[] data;
    byte[] packed;
    int flags = 1 << 11;
    int method = 8;
    int localMethod = -1;
    int madeBy = 3 << 8;
    int mode;
    long crc;
    long size;
    long packedSize;
    long localSize = -1;
    long offset = -1;
    boolean withoutLocalHeader;

    Entry(String name, byte[] data, int mode) {
      this.name = name.getBytes(UTF_8);
      this.localName = this.name;
      this.data = data;
      this.mode = mode;
      var sum = new CRC32();
      sum.update(data);
      crc = sum.getValue();
      size = data.length;
      packed = deflated(data);
      packedSize = packed.length;
    }

    Entry stored() {
      method = 0;
      packed = data;
      packedSize = data.length;
      return this;
    }
  }

  /// An ordinary file.
  public RawZip file(String name, String text) {
    return add(new Entry(name, text.getBytes(UTF_8), 0100644), _ -> {});
  }

  RawZip program(String name, String text) {
    return add(new Entry(name, text.getBytes(UTF_8), 0100755), _ -> {});
  }

  RawZip folder(String name) {
    return add(new Entry(name + "/", new byte[0], 0040755).stored(), _ -> {});
  }

  RawZip link(String name, String target) {
    return add(new Entry(name, target.getBytes(UTF_8), 0120777).stored(), _ -> {});
  }

  RawZip file(String name, String text, Consumer<Entry> change) {
    return add(new Entry(name, text.getBytes(UTF_8), 0100644), change);
  }

  RawZip add(Entry entry, Consumer<Entry> change) {
    change.accept(entry);
    entries.add(entry);
    return this;
  }

  RawZip with(Consumer<RawZip> change) {
    change.accept(this);
    return this;
  }

  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    for (var entry : entries) {
      if (!entry.withoutLocalHeader) {
        if (entry.offset < 0) {
          entry.offset = out.size();
        }
        var bytes = new byte[30];
        var header = little(bytes);
        header.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags);
        header.putShort((short) (entry.localMethod < 0 ? entry.method : entry.localMethod));
        header.putInt(0).putInt((int) entry.crc).putInt((int) entry.packedSize);
        header.putInt((int) (entry.localSize < 0 ? entry.size : entry.localSize));
        header.putShort((short) entry.localName.length).putShort((short) 0);
        out.writeBytes(bytes);
        out.writeBytes(entry.localName);
        out.writeBytes(entry.packed);
      }
    }
    int start = out.size();
    for (var entry : entries) {
      var bytes = new byte[46];
      var header = little(bytes);
      header.putInt(0x02014b50).putShort((short) (entry.madeBy | 20)).putShort((short) 20);
      header.putShort((short) entry.flags).putShort((short) entry.method).putInt(0);
      header.putInt((int) entry.crc).putInt((int) entry.packedSize).putInt((int) entry.size);
      header.putShort((short) entry.name.length).putShort((short) 0).putShort((short) 0);
      header.putShort((short) 0).putShort((short) 0).putInt(entry.mode << 16);
      header.putInt((int) entry.offset);
      out.writeBytes(bytes);
      out.writeBytes(entry.name);
    }
    int size = out.size() - start;
    out.writeBytes(beforeEnd);
    int total = count < 0 ? entries.size() : count;
    var bytes = new byte[22];
    var end = little(bytes);
    end.putInt(0x06054b50).putShort((short) part).putShort((short) part);
    end.putShort((short) total).putShort((short) total);
    end.putInt((int) (directorySize < 0 ? size : directorySize));
    end.putInt((int) (directoryOffset < 0 ? start : directoryOffset));
    end.putShort((short) comment.length);
    out.writeBytes(bytes);
    out.writeBytes(comment);
    return out.toByteArray();
  }

  static byte[] deflated(byte[] data) {
    try (var deflater = new Deflater(9, true)) {
      deflater.setInput(data);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      var buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
