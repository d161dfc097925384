package dev.hearth.functions.code;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// A package that stays on the disk until this is closed.
public final class CodeLease implements AutoCloseable {
  private final CodeStore store;
  private final String sha256;
  private final Path files;
  private final AtomicBoolean open = new AtomicBoolean(true);

  CodeLease(CodeStore store, String sha256, Path files) {
    this.store = store;
    this.sha256 = sha256;
    this.files = files;
  }

  /// The archive's SHA-256 in base 64, Lambda's `CodeSha256`.
  public String sha256() {
    return sha256;
  }

  /// The unpacked, read-only folder.
  public Path files() {
    return files;
  }

  /// Idempotent; the last lease of a package that no function refers to lets it go.
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      store.release(sha256);
    }
  }
}
