package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.linux.UserNamespace;
import java.util.BitSet;
import java.util.OptionalInt;

/// The host's user ids that sandboxes run as, each of one sandbox at a time.
final class UserIds {
  private final int first;
  private final int count;
  private final BitSet taken;
  private int next;

  /// @param start where to begin, so that two processes on one host seldom meet
  UserIds(int first, int count, long start) {
    this.first = first;
    this.count = count;
    this.taken = new BitSet(count);
    this.next = Math.floorMod(start, count);
  }

  /// Those of the settings that this process's user namespace has.
  ///
  /// @param start see above
  static UserIds of(BubblewrapSettings settings, long start) {
    int first = settings.firstUser();
    int there = UserNamespace.current().countFrom(first);
    return new UserIds(first, Math.min(settings.users(), there), start);
  }

  /// The one that has been free the longest, roughly; nothing when all are taken.
  synchronized OptionalInt take() {
    int free = taken.nextClearBit(next);
    if (free >= count) {
      free = taken.nextClearBit(0);
    }
    if (free >= count) {
      return OptionalInt.empty();
    }
    taken.set(free);
    next = (free + 1) % count;
    return OptionalInt.of(first + free);
  }

  synchronized void release(int user) {
    taken.clear(user - first);
  }
}
