package dev.hearth.invocation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// How often each function was entered on the way to an invocation. The trace header carries it, in
/// a field `Lineage=hash:count|hash:count`, and SDKs in functions hand the header on by themselves.
///
/// Source: AWS Lambda Developer Guide, "Use Lambda recursive loop detection", which stops a
/// function at about sixteen times. AWS does not say how it writes the field; this is our own way.
public final class Lineage {
  private static final int LOOP = 16;

  /// Functions that are remembered, the last ones; the header stays below 512 characters.
  private static final int MOST_FUNCTIONS = 24;

  private static final String FIELD = "Lineage=";

  private Lineage() {}

  private record Entry(String hash, int count) {
    @Override
    public String toString() {
      return hash + ":" + count;
    }
  }

  /// Whether a function was entered so often on the way here that it must be a loop.
  ///
  /// @param traceId the header's value, or null
  /// @param functionArn without a qualifier: a loop through several versions is one as well
  public static boolean isLoop(@Nullable String traceId, String functionArn) {
    return count(traceId, functionArn) >= LOOP;
  }

  /// How often a function was entered on the way here.
  ///
  /// @param traceId the header's value, or null
  /// @param functionArn without a qualifier
  public static int count(@Nullable String traceId, String functionArn) {
    if (traceId == null || !traceId.contains(FIELD)) {
      return 0;
    }
    var hash = hash(functionArn);
    return entries(traceId).stream()
        .filter(e -> e.hash.equals(hash))
        .mapToInt(Entry::count)
        .max()
        .orElse(0);
  }

  /// The header that a function is run with: the same, and that function entered once more.
  public static String entered(@Nullable String traceId, String functionArn) {
    var hash = hash(functionArn);
    var rest = forgotten(traceId);
    var start = rest == null || rest.isEmpty() ? FIELD : rest + ";" + FIELD;
    if (traceId == null || !traceId.contains(FIELD)) {
      return start + hash + ":1";
    }
    var entries = new ArrayList<>(entries(traceId));
    int count = entries.stream().filter(e -> e.hash.equals(hash)).mapToInt(Entry::count).sum();
    entries.removeIf(e -> e.hash.equals(hash));
    entries.add(new Entry(hash, Math.min(count, LOOP) + 1));
    var kept = entries.subList(Math.max(0, entries.size() - MOST_FUNCTIONS), entries.size());
    return start + String.join("|", kept.stream().map(Entry::toString).toList());
  }

  /// The header without its lineage.
  public static @Nullable String forgotten(@Nullable String traceId) {
    if (traceId == null || !traceId.contains(FIELD)) {
      return traceId;
    }
    return String.join(
        ";", List.of(traceId.split(";", -1)).stream().filter(f -> !f.startsWith(FIELD)).toList());
  }

  /// Those that are well-formed: anyone may send the header.
  private static List<Entry> entries(String traceId) {
    var entries = new ArrayList<Entry>();
    for (var field : traceId.split(";", -1)) {
      if (field.startsWith(FIELD)) {
        for (var entry : field.substring(FIELD.length()).split("\\|", -1)) {
          if (entry.matches("[0-9a-f]{8}:[0-9]{1,4}")) {
            entries.add(new Entry(entry.substring(0, 8), Integer.parseInt(entry.substring(9))));
          }
        }
      }
    }
    return entries;
  }

  private static String hash(String functionArn) {
    var crc = new CRC32();
    crc.update(functionArn.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
