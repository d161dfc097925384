package dev.hearth.cli.check;

/// A text file of a package.
///
/// @param resource the package
/// @param dependency whether it belongs to something that was installed, not written for this
public record CodeFile(String resource, String path, String text, boolean dependency)
    implements Subject {
  /// The line of the character at `offset`, from 1.
  public int line(int offset) {
    int line = 1;
    for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++;
    }
    return line;
  }
}
