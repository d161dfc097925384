package dev.hearth.cli.check.code;

import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A package's files. A folder and a zip archive behave alike.
public interface CodeSource extends Closeable {
  /// Regular files by path, `/` between folders.
  List<String> paths();

  /// A file's content.
  ///
  /// @param largest bytes
  /// @return null where it is larger, or cannot be read; the budget has been told
  byte @Nullable [] read(String path, int largest);
}
