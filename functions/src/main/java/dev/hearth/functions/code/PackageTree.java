package dev.hearth.functions.code;

import dev.hearth.functions.code.ZipMember.Kind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lies where in a package: no place is taken twice, nothing lies below a file or a link, and
/// no link leads out.
///
/// Two names that a file system which folds case or Unicode forms would take for one are one name
/// here, so that a package means the same on every host.
final class PackageTree {
  private record Place(String name, Kind kind) {}

  private final Map<String, Place> places = new HashMap<>();

  /// A tree of these members.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException`
  static PackageTree of(List<ZipMember> members) {
    var tree = new PackageTree();
    members.forEach(tree::add);
    return tree;
  }

  private void add(ZipMember member) {
    if (member.path().isEmpty()) {
      if (member.kind() != Kind.FOLDER) {
        throw BadArchive.because("a file without a name");
      }
      return;
    }
    for (int depth = 1; depth < member.path().size(); depth++) {
      place(String.join("/", member.path().subList(0, depth)), Kind.FOLDER);
    }
    place(member.name(), member.kind());
  }

  private void place(String name, Kind kind) {
    var place = new Place(name, kind);
    var taken = places.putIfAbsent(folded(name), place);
    if (taken == null || (taken.equals(place) && kind == Kind.FOLDER)) {
      return;
    }
    if (!taken.name.equals(name)) {
      throw BadArchive.because(
          "two names that differ only in case or Unicode form: " + taken.name + " and " + name);
    }
    throw BadArchive.because("a name that is there twice: " + name);
  }

  /// Refuses a link whose target could lie outside. A target is relative; its `..` stay within the
  /// package, and it leads through folders only, never through another link: so each link alone
  /// decides where it leads.
  void checkLink(ZipMember link, String target) {
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
      throw BadArchive.because("a link to an absolute or empty path: " + link.name());
    }
    var at = new ArrayList<>(link.path().subList(0, link.path().size() - 1));
    for (String segment : target.split("/", -1)) {
      if (kind(at) == Kind.LINK) {
        throw BadArchive.because("a link through another link: " + link.name());
      }
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (at.isEmpty()) {
            throw BadArchive.because("a link that leads out: " + link.name());
          }
          at.removeLast();
        }
        default -> at.add(segment);
      }
    }
  }

  private @Nullable Kind kind(List<String> path) {
    var place = places.get(folded(String.join("/", path)));
    return place == null ? null : place.kind;
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
