package dev.hearth.cli.check;

import dev.hearth.cli.check.secrets.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A library in a package.
///
/// @param resource the package that it is in
/// @param group Maven's groupId, npm's scope with its `@`; empty where there is none
/// @param version null where it is not said
/// @param location the file that told
/// @param installed false where it is only declared, in a list of requirements or a lock file
public record Component(
    String resource,
    Ecosystem ecosystem,
    String group,
    String name,
    @Nullable String version,
    String location,
    boolean installed)
    implements Subject {
  /// A package may call its libraries anything: what it says is made safe to print.
  public Component {
    group = SafeText.of(group);
    name = SafeText.of(name);
    version = version == null ? null : SafeText.of(version);
    location = SafeText.of(location);
  }

  /// The name by which databases know it: `requests`, `@scope/name`, `group:artifact`.
  public String fullName() {
    return switch (ecosystem) {
      case PYTHON -> normalized();
      case NODE -> group.isEmpty() ? name : group + "/" + name;
      case JAVA -> group + ":" + name;
    };
  }

  /// Its package URL; null of a jar that does not say its group. Source: purl-spec.
  public @Nullable String purl() {
    if (ecosystem == Ecosystem.JAVA && group.isEmpty()) {
      return null;
    }
    var plain = ecosystem == Ecosystem.PYTHON ? normalized() : name;
    return "pkg:"
        + ecosystem.purl()
        + "/"
        + (group.isEmpty() ? "" : encode(group) + "/")
        + encode(plain)
        + (version == null ? "" : "@" + encode(version));
  }

  /// Source: Python packaging's "Name normalization".
  private String normalized() {
    var normal = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean separator = c == '-' || c == '_' || c == '.';
      if (!separator) {
        normal.append(c);
      } else if (normal.isEmpty() || normal.charAt(normal.length() - 1) != '-') {
        normal.append('-');
      }
    }
    return normal.toString();
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
