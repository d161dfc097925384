package dev.hearth.invocation;

import dev.hearth.sandbox.ResponseStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A response on its way from a running function to whoever asked for it.
///
/// Two threads meet here: the sandbox's connection brings pieces, the client's request takes them.
/// A piece waits until it has been taken and nothing else is kept, so that a slow client slows the
/// function down and costs no memory. All waiting ends with the invocation, which has a timeout.
final class StreamedResponse implements ResponseStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable String contentType;
  private @Nullable ByteBuffer piece;
  private boolean unwanted;
  private @Nullable Answer answer;
  private @Nullable RuntimeException failure;

  // The function's side.

  @Override
  public OutputStream begin(String type) {
    change(() -> contentType = type);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        pass(ByteBuffer.wrap(new byte[] {(byte) b}));
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        pass(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  /// The invocation has come to its end.
  void end(Answer outcome) {
    change(() -> answer = outcome);
  }

  /// The invocation was refused.
  void end(RuntimeException refusal) {
    change(() -> failure = refusal);
  }

  private void pass(ByteBuffer next) throws IOException {
    lock.lock();
    try {
      piece = next;
      changed.signalAll();
      while (next.hasRemaining() && !unwanted && !hasEnded()) {
        changed.awaitUninterruptibly();
      }
      piece = null; // its bytes are the writer's again
      if (next.hasRemaining()) {
        throw new IOException("Nobody takes the response any more");
      }
    } finally {
      lock.unlock();
    }
  }

  // The client's side.

  /// Waits until the function begins to stream or comes to its end.
  ///
  /// @return the content type of what it streams; null where it has ended without
  @Nullable String awaitBegin() {
    lock.lock();
    try {
      while (contentType == null && !hasEnded()) {
        changed.awaitUninterruptibly();
      }
      return contentType;
    } finally {
      lock.unlock();
    }
  }

  /// How the invocation ended, once it has.
  ///
  /// @throws RuntimeException the refusal, where it never began
  Answer outcome() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(answer, "the invocation has not ended");
    } finally {
      lock.unlock();
    }
  }

  /// What the function streams, piece by piece as it comes; it ends with the invocation. Closing it
  /// throws away the rest.
  InputStream body() {
    return new InputStream() {
      @Override
      public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return length == 0 ? 0 : take(bytes, offset, length);
      }

      @Override
      public void close() {
        change(() -> unwanted = true);
      }
    };
  }

  private int take(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      while (!hasPiece() && !hasEnded()) {
        changed.awaitUninterruptibly();
      }
      var next = piece;
      if (next == null || !next.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, next.remaining());
      next.get(bytes, offset, count);
      changed.signalAll();
      return count;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasPiece() {
    return piece != null && piece.hasRemaining();
  }

  private boolean hasEnded() {
    return answer != null || failure != null;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
