package dev.hearth.functions.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Builds layers of images.
final class Tar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, UTF_8.name());

  Tar() {
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  Tar file(String name, String text) {
    return file(name, text, 0100644);
  }

  Tar file(String name, String text, int mode) {
    var entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    entry.setSize(text.length());
    return add(entry, text);
  }

  Tar folder(String name) {
    return add(new TarArchiveEntry(name + "/", true), "");
  }

  Tar link(String name, String target) {
    return special(name, TarConstants.LF_SYMLINK, target);
  }

  Tar hardLink(String name, String target) {
    return special(name, TarConstants.LF_LINK, target);
  }

  Tar special(String name, byte kind, String target) {
    var entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName(target);
    return add(entry, "");
  }

  private Tar add(TarArchiveEntry entry, String text) {
    try {
      out.putArchiveEntry(entry);
      out.write(text.getBytes(UTF_8));
      out.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
