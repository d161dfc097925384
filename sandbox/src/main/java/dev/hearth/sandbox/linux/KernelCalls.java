package dev.hearth.sandbox.linux;

import java.util.ArrayList;
import java.util.List;

/// The system calls that sandboxes are made with and that not every host has: an old kernel lacks
/// them, and what Hearth may itself run in, a container for one, may refuse them.
public final class KernelCalls {
  private static final int ENOSYS = 38;

  // Of no use to whoever gets them: a call that exists finds fault with them.
  private static final long[] WRONG = {-1, -1, -1, -1, -1};

  /// @param number on x86-64 and AArch64 alike
  private record Call(String name, long number) {}

  private static final List<Call> NEEDED =
      List.of(
          new Call("pidfd_send_signal", 424),
          new Call("open_tree", 428),
          new Call("move_mount", 429),
          new Call("fsopen", 430),
          new Call("fsconfig", 431),
          new Call("fsmount", 432),
          new Call("pidfd_open", 434),
          new Call("mount_setattr", 442));

  private KernelCalls() {}

  /// How many are needed.
  public static int count() {
    return NEEDED.size();
  }

  /// Those that this process cannot make, each with the reason.
  public static List<String> missing() {
    var missing = new ArrayList<String>();
    for (var call : NEEDED) {
      try {
        Native.system(call.name(), call.number(), WRONG);
      } catch (ErrnoException e) {
        if (e.errno() == ENOSYS) {
          missing.add(call.name() + " (the kernel has none)");
        } else if (e.errno() == ErrnoException.EPERM) {
          missing.add(call.name() + " (it is refused)");
        }
      }
    }
    return missing;
  }
}
