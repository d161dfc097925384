package dev.hearth.identity.audit;

import dev.hearth.identity.audit.AuditTable.Head;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Goes through the chain and finds what was changed or removed.
///
/// @param head where the chain stands; whoever notes it elsewhere can have it checked later
/// @param lines how many were read
/// @param fault null where all is as it was written
public record AuditCheck(Head head, long lines, @Nullable String fault) {
  private static final int PAGE = 1_000;

  /// A head that was noted earlier: `SEQ:HASH`.
  public record Noted(long seq, String hash) {
    /// Nothing where it is none.
    public static Optional<Noted> parse(String text) {
      return text.matches("[0-9]{1,18}:[0-9a-f]{64}")
          ? Optional.of(
              new Noted(
                  Long.parseLong(text.substring(0, text.indexOf(':'))),
                  text.substring(text.indexOf(':') + 1)))
          : Optional.empty();
    }
  }

  /// @param noted null for none
  public static AuditCheck of(AuditTrail trail, @Nullable Noted noted) {
    var head = trail.read(AuditTable::head);
    long seq = head.droppedSeq();
    var hash = head.droppedHash();
    long lines = 0;
    while (seq < head.lastSeq()) {
      long from = seq;
      var page = trail.read(table -> table.after(from, PAGE));
      if (page.isEmpty()) {
        return new AuditCheck(head, lines, "The lines behind " + seq + " are missing.");
      }
      for (var placed : page) {
        if (placed.seq() > head.lastSeq()) {
          break; // written since
        }
        if (placed.seq() != seq + 1) {
          return new AuditCheck(head, lines, "Line " + (seq + 1) + " is missing.");
        }
        hash = AuditTable.hash(hash, placed.line().json());
        if (!hash.equals(placed.hash())) {
          return new AuditCheck(
              head, lines, "Line " + placed.seq() + " or the one before it was changed.");
        }
        seq = placed.seq();
        lines++;
        if (noted != null && noted.seq() == seq && !noted.hash().equals(hash)) {
          return new AuditCheck(head, lines, "Line " + seq + " has another hash than was noted.");
        }
      }
    }
    return new AuditCheck(head, lines, end(head, hash, noted));
  }

  private static @Nullable String end(Head head, String hash, @Nullable Noted noted) {
    if (!hash.equals(head.lastHash())) {
      return "The chain does not end as it was left.";
    }
    return noted != null && noted.seq() > head.lastSeq()
        ? "The chain ends at " + head.lastSeq() + ", before the line that was noted."
        : null;
  }
}
