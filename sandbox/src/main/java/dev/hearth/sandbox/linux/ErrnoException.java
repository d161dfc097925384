package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.util.Map;

/// A system call that failed.
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1L;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBUSY = 16;
  static final int EINVAL = 22;

  // Those that a host's set-up can cause; the rest are told by number.
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(EINTR, "EINTR"),
          Map.entry(11, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(EBUSY, "EBUSY"),
          Map.entry(17, "EEXIST"),
          Map.entry(19, "ENODEV"),
          Map.entry(EINVAL, "EINVAL"),
          Map.entry(24, "EMFILE"),
          Map.entry(28, "ENOSPC"),
          Map.entry(30, "EROFS"),
          Map.entry(38, "ENOSYS"),
          Map.entry(98, "EADDRINUSE"));

  private final int errno;

  ErrnoException(String call, int errno) {
    super(call + ": " + NAMES.getOrDefault(errno, "errno " + errno));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
