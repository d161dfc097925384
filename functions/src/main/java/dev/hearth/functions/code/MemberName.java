package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// Turns a member's name into a path below the folder that it is unpacked to, or refuses it.
final class MemberName {
  private static final int MAX_SEGMENT_BYTES = 255; // NAME_MAX of every Linux file system
  private static final int MAX_BYTES = 1024;
  private static final int MAX_DEPTH = 64;

  private MemberName() {}

  /// The segments of `name`; empty where it names the folder itself.
  static List<String> path(String name) {
    if (name.indexOf('\0') >= 0) {
      throw BadArchive.because("a name with a NUL in it");
    }
    if (name.indexOf('\\') >= 0) {
      throw BadArchive.because("a name with a backslash, where zip files have slashes: " + name);
    }
    if (name.startsWith("/")) {
      throw BadArchive.because("an absolute name: " + name);
    }
    if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
      throw BadArchive.because("a name with a drive letter: " + name);
    }
    if (name.getBytes(UTF_8).length > MAX_BYTES) {
      throw BadArchive.because("a name of more than " + MAX_BYTES + " bytes");
    }
    var path = new ArrayList<String>();
    for (String segment : name.split("/", -1)) {
      if (segment.equals("..")) {
        throw BadArchive.because("a name that climbs out: " + name);
      }
      if (segment.getBytes(UTF_8).length > MAX_SEGMENT_BYTES) {
        throw BadArchive.because(
            "a name with a part of more than " + MAX_SEGMENT_BYTES + " bytes: " + name);
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        path.add(segment);
      }
    }
    if (path.size() > MAX_DEPTH) {
      throw BadArchive.because("folders nested more than " + MAX_DEPTH + " deep: " + name);
    }
    return List.copyOf(path);
  }
}
