package dev.hearth.sandbox.runtime;

import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The runtimes that Lambda knows and the ones that this host has.
public final class Runtimes {
  private final List<HostRuntime> installed;

  Runtimes(List<HostRuntime> installed) {
    this.installed = List.copyOf(installed);
  }

  /// Looks for runtimes on this host; starts no process.
  ///
  /// @param folder where `hearth runtimes install` puts them; our bootstraps are kept there too
  public static Runtimes find(Path folder) {
    return new Runtimes(new Search(folder).all());
  }

  /// `HEARTH_RUNTIMES`, or `~/.cache/hearth/runtimes`: shared by all of a user's Hearths, so that
  /// the download happens once.
  public static Path defaultFolder() {
    var set = System.getProperty("HEARTH_RUNTIMES", System.getenv("HEARTH_RUNTIMES"));
    return set == null || set.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "hearth", "runtimes")
        : Path.of(set).toAbsolutePath();
  }

  /// What this host has, oldest first within a family; [Family#PROVIDED] always.
  public List<HostRuntime> installed() {
    return installed;
  }

  /// The family that a user means: by an identifier of Lambda's, or by its language.
  ///
  /// @param name such as `python3.12`, `python` or `node`
  public static Optional<Family> family(String name) {
    return switch (name) {
      case "python" -> Optional.of(Family.PYTHON);
      case "node", "nodejs" -> Optional.of(Family.NODE);
      case "java" -> Optional.of(Family.JAVA);
      default -> Catalogue.family(name);
    };
  }

  /// Whether this host can run any function of `family`.
  public boolean has(Family family) {
    return installed.stream().anyMatch(runtime -> runtime.family() == family);
  }

  /// The runtime for `identifier`: the very one, else the next newer, else the newest older.
  ///
  /// @throws ServiceException `InvalidParameterValueException` when Lambda has no such runtime, or
  ///   this host has none of its family; the message tells how to mend it
  public RuntimeChoice choose(String identifier) {
    var family = Catalogue.family(identifier).orElseThrow(() -> unknown(identifier));
    var wanted = Version.of(family, identifier);
    var candidates = byVersion(family);
    if (candidates.isEmpty()) {
      throw missing(identifier, family);
    }
    var nearest = candidates.ceilingEntry(wanted);
    if (nearest == null) {
      nearest = candidates.lastEntry();
    }
    var runtime = nearest.getValue();
    boolean exact =
        family == Family.PROVIDED || family == Family.WASM || nearest.getKey().equals(wanted);
    return new RuntimeChoice(identifier, runtime, exact ? null : note(identifier, runtime));
  }

  /// What Lambda calls the runtimes that `runtime` serves here, such as `java21`.
  public List<String> servedBy(HostRuntime runtime) {
    return Catalogue.served().stream()
        .filter(identifier -> Catalogue.family(identifier).filter(this::has).isPresent())
        .filter(identifier -> choose(identifier).runtime().equals(runtime))
        .toList();
  }

  private NavigableMap<Version, HostRuntime> byVersion(Family family) {
    var candidates = new TreeMap<Version, HostRuntime>(Comparator.naturalOrder());
    installed.stream()
        .filter(runtime -> runtime.family() == family)
        .forEach(runtime -> candidates.put(Version.of(family, runtime.version()), runtime));
    return candidates;
  }

  private static @Nullable String note(String identifier, HostRuntime runtime) {
    return identifier + " runs on " + runtime.name() + ", the nearest runtime that this host has.";
  }

  private static ServiceException unknown(String identifier) {
    if (Catalogue.withdrawn(identifier)) {
      return refusal(
          "The runtime parameter of "
              + identifier
              + " is no longer supported for creating or updating AWS Lambda functions. We"
              + " recommend you use the new runtime (provided.al2023) while creating or updating"
              + " functions.");
    }
    if (Catalogue.unserved(identifier)) {
      return refusal(
          "Runtime "
              + identifier
              + " is not served yet (expected one of "
              + Catalogue.served()
              + ")");
    }
    return refusal(
        "Value "
            + identifier
            + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
            + Catalogue.served()
            + " or be a valid ARN");
  }

  private static ServiceException missing(String identifier, Family family) {
    return refusal(
        "Runtime %s: this host has no %s runtime: %s"
            .formatted(identifier, family.name().toLowerCase(Locale.ROOT), mend(family)));
  }

  /// How a host gets what it lacks, in a sentence's second half.
  public static String mend(Family family) {
    return switch (family) {
      case PYTHON -> "install the system's package python3";
      case JAVA -> "install a JDK in /usr/lib/jvm, or set JAVA_HOME";
      default -> "run `hearth runtimes install`";
    };
  }

  private static ServiceException refusal(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message);
  }
}
