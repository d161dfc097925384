package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.functions.code.ZipMember.Kind;
import dev.hearth.kernel.ServiceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the directory of a zip archive that nobody vouches for.
///
/// Libraries read as much as they can of a damaged archive; this reads only what has one meaning.
/// The directory must fill the space up to the archive's end, count what it holds and agree with
/// the header before each member's data; no two members share a byte, so a small archive cannot
/// name the same data a thousand times. What is left to bound, the sum of the declared sizes, is
/// bounded here, and [Unpacker] holds each member to its declaration: there is no limit on the
/// ratio, for a megabyte of zeros is an honest file.
///
/// Not read: archives in several parts, encrypted ones, methods other than *stored* and *deflated*,
/// and zip64, which nothing below 4 GiB needs. Source: PKWARE's APPNOTE.TXT 6.3.10.
final class ZipArchive {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_SIZE = 20;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final long ZIP64_MARK = 0xffff_ffffL;

  /// Bits 0, 6 and 13: encrypted in one way or another.
  private static final int ENCRYPTED = 0x2041;

  private static final int SIZES_FOLLOW = 1 << 3;
  private static final int NAME_IS_UTF8 = 1 << 11;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int HOST_UNIX = 3;
  private static final int HOST_DARWIN = 19;
  private static final int TYPE_MASK = 0170000;
  private static final int TYPE_FILE = 0100000;
  private static final int TYPE_FOLDER = 0040000;
  private static final int TYPE_LINK = 0120000;
  private static final int OWNER_EXECUTES = 0100;

  private final ByteBuffer zip;
  private final List<Extent> extents = new ArrayList<>();

  /// The bytes that one member takes, its local header included.
  private record Extent(long start, long end) {}

  private ZipArchive(ByteBuffer zip) {
    this.zip = zip.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The members in the directory's order.
  ///
  /// @param maxUnpacked the largest sum of sizes, in bytes
  /// @throws ServiceException `InvalidParameterValueException`
  static List<ZipMember> read(ByteBuffer zip, long maxUnpacked) {
    return new ZipArchive(zip).members(maxUnpacked);
  }

  private List<ZipMember> members(long maxUnpacked) {
    int end = findEnd();
    int count = u16(end + 10);
    long size = u32(end + 12);
    long start = u32(end + 16);
    if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != count) {
      throw BadArchive.because("it is one part of several");
    }
    boolean locator =
        end >= ZIP64_LOCATOR_SIZE
            && zip.getInt(end - ZIP64_LOCATOR_SIZE) == ZIP64_LOCATOR_SIGNATURE;
    if (locator || count == 0xffff || size == ZIP64_MARK || start == ZIP64_MARK) {
      throw BadArchive.because("zip64 is not supported");
    }
    if (start + size != end) {
      throw BadArchive.because("its directory does not lie where its end says");
    }
    if (count == 0) {
      throw BadArchive.empty();
    }
    var members = new ArrayList<ZipMember>(count);
    long unpacked = 0;
    long at = start;
    for (int i = 0; i < count; i++) {
      if (at + ENTRY_SIZE > end || zip.getInt((int) at) != ENTRY_SIGNATURE) {
        throw BadArchive.because("its directory holds fewer entries than it counts");
      }
      long next = at + ENTRY_SIZE + u16(at + 28) + u16(at + 30) + u16(at + 32);
      if (next > end) {
        throw BadArchive.because("its directory is truncated");
      }
      var member = member((int) at, start);
      members.add(member);
      unpacked += member.size();
      if (unpacked > maxUnpacked) {
        throw BadArchive.tooLarge(maxUnpacked);
      }
      at = next;
    }
    if (at != end) {
      throw BadArchive.because("its directory holds more than the entries it counts");
    }
    refuseOverlaps();
    return members;
  }

  private int findEnd() {
    int length = zip.limit();
    int found = -1;
    for (int at = length - END_SIZE; at >= Math.max(0, length - END_SIZE - MAX_COMMENT); at--) {
      if (zip.getInt(at) == END_SIGNATURE && at + END_SIZE + u16(at + 20) == length) {
        if (found >= 0) {
          throw BadArchive.because("it has two ends, one in the comment of the other");
        }
        found = at;
      }
    }
    if (found < 0) {
      throw BadArchive.because("it is truncated, or not a zip file");
    }
    return found;
  }

  private ZipMember member(int at, long directory) {
    int flags = u16(at + 8);
    int method = u16(at + 10);
    long crc = u32(at + 16);
    long packedSize = u32(at + 20);
    long size = u32(at + 24);
    int nameLength = u16(at + 28);
    long local = u32(at + 42);
    String name = name(at + ENTRY_SIZE, nameLength, (flags & NAME_IS_UTF8) != 0);
    if ((flags & ENCRYPTED) != 0) {
      throw BadArchive.because("encrypted: " + name);
    }
    if (method != STORED && method != DEFLATED) {
      throw BadArchive.because("compressed by method " + method + ", not deflate: " + name);
    }
    if (packedSize == ZIP64_MARK
        || size == ZIP64_MARK
        || local == ZIP64_MARK
        || u16(at + 34) != 0) {
      throw BadArchive.because("zip64 is not supported: " + name);
    }
    if (method == STORED && packedSize != size) {
      throw BadArchive.because("its sizes contradict each other: " + name);
    }
    long data = local + LOCAL_SIZE;
    if (data + nameLength > directory || zip.getInt((int) local) != LOCAL_SIGNATURE) {
      throw BadArchive.because("its data is missing: " + name);
    }
    data += u16(local + 26) + u16(local + 28);
    if (data + packedSize > directory) {
      throw BadArchive.because("its data is truncated: " + name);
    }
    refuseOtherLocalHeader(at, (int) local, nameLength, name);
    extents.add(new Extent(local, data + packedSize));

    int host = u16(at + 4) >>> 8;
    int mode = host == HOST_UNIX || host == HOST_DARWIN ? u16(at + 40) : 0;
    var kind = kind(mode, name);
    if (kind == Kind.FOLDER && size != 0) {
      throw BadArchive.because("a folder with content: " + name);
    }
    boolean executable = mode == 0 || (mode & OWNER_EXECUTES) != 0;
    return new ZipMember(
        MemberName.path(name), kind, executable, method == DEFLATED, crc, data, packedSize, size);
  }

  /// A reader that trusts the headers before the data must see the same members.
  private void refuseOtherLocalHeader(int at, int local, int nameLength, String name) {
    int flags = u16(local + 6);
    boolean same =
        u16(local + 26) == nameLength
            && zip.slice(local + LOCAL_SIZE, nameLength)
                .equals(zip.slice(at + ENTRY_SIZE, nameLength))
            && u16(local + 8) == u16(at + 10)
            && (flags & ENCRYPTED) == 0;
    if (same && (flags & SIZES_FOLLOW) == 0) {
      // Writers that do not know the size beforehand put zip64's mark here and mend the directory.
      same =
          u32(local + 14) == u32(at + 16)
              && (u32(local + 18) == u32(at + 20) || u32(local + 18) == ZIP64_MARK)
              && (u32(local + 22) == u32(at + 24) || u32(local + 22) == ZIP64_MARK);
    }
    if (!same) {
      throw BadArchive.because("its directory contradicts the header before the data: " + name);
    }
  }

  private void refuseOverlaps() {
    extents.sort(Comparator.comparingLong(Extent::start));
    for (int i = 1; i < extents.size(); i++) {
      if (extents.get(i).start() < extents.get(i - 1).end()) {
        throw BadArchive.because("two of its members share data");
      }
    }
  }

  private static Kind kind(int mode, String name) {
    boolean slash = name.endsWith("/");
    return switch (mode & TYPE_MASK) {
      case 0, TYPE_FILE -> slash ? Kind.FOLDER : Kind.FILE;
      case TYPE_FOLDER -> Kind.FOLDER;
      case TYPE_LINK -> {
        if (slash) {
          throw BadArchive.because("both a link and a folder: " + name);
        }
        yield Kind.LINK;
      }
      default -> throw BadArchive.because("a device, pipe or socket: " + name);
    };
  }

  /// The name in UTF-8; where that is not what it is in, and the archive does not claim it, in the
  /// zip format's original code page.
  private String name(int at, int length, boolean utf8) {
    var bytes = zip.slice(at, length);
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      if (utf8) {
        throw BadArchive.because("a name that is not UTF-8");
      }
      return Charset.forName("IBM437").decode(zip.slice(at, length)).toString();
    }
  }

  private int u16(long at) {
    return zip.getShort((int) at) & 0xffff;
  }

  private long u32(long at) {
    return zip.getInt((int) at) & 0xffff_ffffL;
  }
}
