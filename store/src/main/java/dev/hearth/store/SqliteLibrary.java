package dev.hearth.store;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library, unpacked beside the data once and not at every start.
///
/// The driver would unpack it into the system's temporary folder each time, which costs 0.1 s,
/// leaves a file behind when the process is killed, and fails where that folder is `noexec`.
final class SqliteLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private SqliteLibrary() {}

  /// Lets the driver load the library from `folder`; whoever has told it another place is right.
  static synchronized void keepIn(Path folder) throws IOException {
    var name = LibraryLoaderUtil.getNativeLibName();
    var shipped =
        SqliteLibrary.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    if (System.getProperty(PATH) != null || shipped == null) {
      return; // without a library for this system the driver itself says so best
    }
    var home = folder.resolve(SQLiteJDBCLoader.getVersion());
    var library = home.resolve(name);
    if (!Files.exists(library) || Files.size(library) != size(shipped)) {
      Files.createDirectories(home);
      unpack(shipped, library);
    }
    System.setProperty(PATH, home.toString());
    System.setProperty(NAME, name);
  }

  private static long size(URL shipped) throws IOException {
    return shipped.openConnection().getContentLengthLong();
  }

  private static void unpack(URL shipped, Path library) throws IOException {
    var draft = Files.createTempFile(library.getParent(), "unpacking", "");
    try (var bytes = shipped.openStream()) {
      Files.copy(bytes, draft, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
  }
}
