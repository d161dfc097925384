package dev.hearth.cli.check;

import dev.hearth.cli.check.secrets.SafeText;
import org.jspecify.annotations.Nullable;

/// Where something was found.
///
/// @param resource such as `function greet`, `role worker`, or a folder
/// @param detail what of it, such as `environment variable DB_PASSWORD`; may be empty
/// @param file in the package, `/` between folders; null where the finding is not in a file
/// @param line from 1; 0 where it is not known
public record Place(String resource, String detail, @Nullable String file, int line) {
  /// Names come from packages and other people: they are made safe to print.
  public Place {
    resource = SafeText.of(resource);
    detail = SafeText.of(detail);
    file = file == null ? null : SafeText.of(file);
  }

  /// A resource as a whole.
  public static Place of(String resource) {
    return new Place(resource, "", null, 0);
  }

  /// A part of a resource.
  public static Place of(String resource, String detail) {
    return new Place(resource, detail, null, 0);
  }

  /// A file of a package.
  public static Place file(String resource, String file, int line) {
    return new Place(resource, "", file, line);
  }

  /// The same place, said more exactly.
  public Place with(String more) {
    return new Place(resource, detail.isEmpty() ? more : detail + ", " + more, file, line);
  }

  /// For people: `function greet: app.py:12`.
  public String text() {
    var text = new StringBuilder(resource);
    if (file != null) {
      text.append(": ").append(file);
      if (line > 0) {
        text.append(':').append(line);
      }
    }
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    return text.toString();
  }
}
