package dev.hearth.sandbox.rules;

import dev.hearth.kernel.Require;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All that one function may connect to, beside Hearth's own endpoint. It takes away from what the
/// node lets functions reach and adds nothing to it.
///
/// It is written into the function's tag `hearth:egress`, and where that is too short for it also
/// into `hearth:egress:…`, as entries with blanks between: `api.example.com:443`, `.example.com`
/// for all names below, `10.1.0.0/16:5432-5439`, `192.0.2.7`, `internet:443` for all public
/// addresses, or `none`.
///
/// @param entries none where nothing may be connected to
public record EgressList(List<Entry> entries) {
  /// The tag that holds it.
  public static final String TAG = "hearth:egress";

  private static final String EXPECTED =
      " (expected: a name, .domain, an IPv4 address or range, or internet, each with :port or"
          + " :first-last where not all ports are meant; or none)";
  private static final Pattern ENTRY =
      Pattern.compile("([^:]+)(?::([0-9]{1,5})(?:-([0-9]{1,5}))?)?");
  private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile("\\.?" + LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9./]+");
  private static final int MAX_NAME = 253;
  private static final int MAX_PORT = 65_535;

  /// What an entry leads to.
  public sealed interface Target {
    /// All public addresses.
    record Internet() implements Target {}

    /// Addresses, private ones where the node lets functions reach them.
    record Range(AddressRange addresses) implements Target {}

    /// The addresses that the sandbox has been told for a name.
    ///
    /// @param name in lower case; with a dot before it, all names below it
    record Name(String name) implements Target {
      boolean matches(String asked) {
        return name.startsWith(".")
            ? asked.endsWith(name) && asked.length() > name.length()
            : asked.equals(name);
      }
    }
  }

  /// @param firstPort and `lastPort` are both part of it
  public record Entry(Target target, int firstPort, int lastPort) {
    boolean covers(int port) {
      return firstPort <= port && port <= lastPort;
    }
  }

  /// A function's list as it is now; null where it has none, and reaches what the node lets it.
  @FunctionalInterface
  public interface Source {
    /// A function without a list.
    Source NONE = () -> null;

    @Nullable EgressList current();
  }

  public EgressList {
    entries = List.copyOf(entries);
  }

  /// The list that a function's tags hold, or null.
  ///
  /// @throws IllegalArgumentException for what is no list, in words for the function's owner
  public static @Nullable EgressList of(Map<String, String> tags) {
    EgressList all = null;
    for (var tag : new TreeMap<>(tags).entrySet()) {
      if (tag.getKey().equals(TAG) || tag.getKey().startsWith(TAG + ":")) {
        var entries = new ArrayList<>(all == null ? List.of() : all.entries);
        entries.addAll(parse(tag.getKey(), tag.getValue()));
        all = new EgressList(entries);
      }
    }
    return all;
  }

  private static List<Entry> parse(String tag, String text) {
    var words = text.strip().split("\\s+", -1);
    if (words.length == 1 && words[0].equals("none")) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    for (var word : words) {
      try {
        entries.add(entry(word));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(tag + ": " + word + EXPECTED, e);
      }
    }
    return entries;
  }

  private static Entry entry(String word) {
    var matcher = ENTRY.matcher(word);
    Require.matches("entry", word, ENTRY);
    matcher.matches();
    int first = 1;
    int last = MAX_PORT;
    if (matcher.group(2) != null) {
      first = (int) Require.between("port", Integer.parseInt(matcher.group(2)), 1, MAX_PORT);
      last =
          matcher.group(3) == null
              ? first
              : (int) Require.between("port", Integer.parseInt(matcher.group(3)), first, MAX_PORT);
    }
    return new Entry(target(matcher.group(1).toLowerCase(Locale.ROOT)), first, last);
  }

  private static Target target(String text) {
    if (text.equals("internet")) {
      return new Target.Internet();
    }
    if (ADDRESS.matcher(text).matches()) {
      return new Target.Range(AddressRange.parse(text));
    }
    if (text.equals("none") || text.length() > MAX_NAME) {
      throw new IllegalArgumentException(text);
    }
    return new Target.Name(Require.matches("name", text, NAME));
  }

  /// Whether `address` may be connected to, if the node lets functions.
  ///
  /// @param publicAddress whether it is one of the internet's
  /// @param names that the sandbox was told it for
  public boolean permits(
      Inet4Address address, int port, boolean publicAddress, Collection<String> names) {
    return entries.stream()
        .filter(entry -> entry.covers(port))
        .anyMatch(
            entry ->
                switch (entry.target) {
                  case Target.Internet() -> publicAddress;
                  case Target.Range(var addresses) -> addresses.contains(address);
                  case Target.Name name -> names.stream().anyMatch(name::matches);
                });
  }

  /// Whether `name` may be asked for: a question is a message to whoever answers it.
  public boolean resolves(String name) {
    return names(name) || entries.stream().anyMatch(e -> e.target instanceof Target.Internet);
  }

  /// Whether an entry names it, so that its addresses are to be known.
  public boolean names(String name) {
    return entries.stream().anyMatch(e -> e.target instanceof Target.Name n && n.matches(name));
  }
}
