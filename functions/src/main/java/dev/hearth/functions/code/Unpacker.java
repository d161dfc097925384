package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.functions.code.ZipMember.Kind;
import dev.hearth.kernel.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks an archive into a folder that any user may read and none should write: files 0444, or
/// 0555 where they were executable, folders 0755. Owners, times and special bits of the archive are
/// not kept.
final class Unpacker {
  /// For folders; the owner's write permission lets the package be deleted again.
  static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("r-xr-xr-x");
  private static final int MAX_LINK_BYTES = 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ByteBuffer zip;
  private final Path folder;
  private final PackageTree tree;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private Unpacker(ByteBuffer zip, Path folder, PackageTree tree) {
    this.zip = zip;
    this.folder = folder;
    this.tree = tree;
  }

  /// Unpacks the archive `zip` into the new folder `folder`.
  ///
  /// @param maxUnpacked in bytes
  /// @throws ServiceException `InvalidParameterValueException` for a bad archive; what was unpacked
  ///   by then stays in `folder`, for the caller to remove
  static void unpack(Path zip, Path folder, long maxUnpacked) throws IOException {
    try (var arena = Arena.ofConfined();
        var channel = FileChannel.open(zip, StandardOpenOption.READ)) {
      var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      var members = ZipArchive.read(bytes, maxUnpacked);
      createFolder(folder);
      new Unpacker(bytes, folder, PackageTree.of(members)).write(members);
    }
  }

  /// Whether `folder` holds every file of the archive in its full length.
  ///
  /// A crash of the host may lose data that was written but not yet on the disk; the file is then
  /// missing or shorter, for a file system records a length after the data.
  static boolean isWhole(Path zip, Path folder, long maxUnpacked) throws IOException {
    try (var arena = Arena.ofConfined();
        var channel = FileChannel.open(zip, StandardOpenOption.READ)) {
      var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      for (var member : ZipArchive.read(bytes, maxUnpacked)) {
        var path = resolve(folder, member.path());
        boolean there =
            switch (member.kind()) {
              case FILE ->
                  Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                      && Files.size(path) == member.size();
              case FOLDER -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
              case LINK -> Files.isSymbolicLink(path);
            };
        if (!there) {
          return false;
        }
      }
      return true;
    }
  }

  /// The sum of all files of an archive that was unpacked before, in bytes.
  static long unpackedBytes(Path zip, long maxUnpacked) throws IOException {
    try (var arena = Arena.ofConfined();
        var channel = FileChannel.open(zip, StandardOpenOption.READ)) {
      var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      return ZipArchive.read(bytes, maxUnpacked).stream().mapToLong(ZipMember::size).sum();
    }
  }

  private void write(List<ZipMember> members) throws IOException {
    for (var member : members) {
      switch (member.kind()) {
        case FOLDER -> createFolders(member.path());
        case FILE -> writeFile(member);
        case LINK -> {} // below, so that nothing is ever written through one
      }
    }
    for (var member : members) {
      if (member.kind() == Kind.LINK) {
        writeLink(member);
      }
    }
  }

  private void writeFile(ZipMember member) throws IOException {
    createFolders(member.path().subList(0, member.path().size() - 1));
    var path = resolve(folder, member.path());
    try (var file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(member, file);
    }
    Files.setPosixFilePermissions(path, member.executable() ? PROGRAM : FILE);
  }

  private void writeLink(ZipMember member) throws IOException {
    if (member.size() > MAX_LINK_BYTES) {
      throw BadArchive.because(
          "a link of more than " + MAX_LINK_BYTES + " bytes: " + member.name());
    }
    var bytes = new ByteArrayOutputStream();
    copy(member, Channels.newChannel(bytes));
    String target;
    try {
      target = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw BadArchive.because("a link that is not UTF-8: " + member.name());
    }
    tree.checkLink(member, target);
    createFolders(member.path().subList(0, member.path().size() - 1));
    Files.createSymbolicLink(resolve(folder, member.path()), Path.of(target));
  }

  /// Copies exactly the declared bytes, or refuses.
  private void copy(ZipMember member, WritableByteChannel to) throws IOException {
    var packed = zip.slice((int) member.data(), (int) member.packedSize());
    var crc = new CRC32();
    if (member.deflated()) {
      inflate(member, packed, crc, to);
    } else {
      crc.update(packed.duplicate());
      writeAll(packed, to);
    }
    if (crc.getValue() != member.crc()) {
      throw BadArchive.because("its checksum is wrong: " + member.name());
    }
  }

  private void inflate(ZipMember member, ByteBuffer packed, CRC32 crc, WritableByteChannel to)
      throws IOException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      long left = member.size();
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer.clear());
        left -= count;
        // Before writing: a member that lies about its size must not fill the disk.
        if (left < 0 || (count == 0 && !inflater.finished())) {
          throw BadArchive.because("it is not as long as it declares: " + member.name());
        }
        crc.update(buffer.flip().duplicate());
        writeAll(buffer, to);
      }
      if (left != 0 || inflater.getBytesRead() != member.packedSize()) {
        throw BadArchive.because("it is not as long as it declares: " + member.name());
      }
    } catch (DataFormatException e) {
      throw BadArchive.because("its data is damaged: " + member.name());
    } finally {
      inflater.end();
    }
  }

  private static void writeAll(ByteBuffer bytes, WritableByteChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private void createFolders(List<String> path) throws IOException {
    var at = folder;
    for (String segment : path) {
      at = at.resolve(segment);
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        createFolder(at);
      }
    }
  }

  private static void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, FOLDER); // whatever the process's umask is
  }

  private static Path resolve(Path folder, List<String> path) {
    var at = folder;
    for (String segment : path) {
      at = at.resolve(segment);
    }
    return at;
  }
}
