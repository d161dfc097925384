package dev.hearth.messaging.sources.postgres;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.QueueReader;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One mapping's changes. They are its connection's until they are acknowledged; when the
/// connection is gone, whatever the reason, the server sends again each transaction that was not
/// acknowledged to its end.
final class PostgresReader implements QueueReader {
  private static final System.Logger LOG = System.getLogger(PostgresReader.class.getName());

  /// The server waits without limit for acknowledgements.
  private static final Duration VISIBILITY = Duration.ofMinutes(25);

  private final PostgresSlot slot;
  private final Arn source;
  private final int most;

  // Not a monitor: a virtual thread waits for the server under it.
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ChangeStream stream;
  private boolean closed;

  /// @param most changes at once
  PostgresReader(PostgresSlot slot, Arn source, int most) {
    this.slot = slot;
    this.source = source;
    this.most = most;
  }

  @Override
  public List<Message> receive(Arn arn, int most, Duration patience) {
    try {
      var open = open();
      try {
        return open.take(most, patience);
      } catch (ChangeStream.Ended e) {
        throw lost(open, e);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  @Override
  public int mostAtOnce() {
    return most;
  }

  @Override
  public boolean holds() {
    return true;
  }

  /// Changes of a connection that is gone are not ours any more.
  @Override
  public void delete(Arn arn, List<Message> messages) {
    var open = current();
    if (open == null || messages.isEmpty()) {
      return;
    }
    try {
      open.acknowledge(messages);
    } catch (ChangeStream.Ended e) {
      throw lost(open, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// They are still ours: the next to receive gets them, in their order.
  @Override
  public void release(Arn arn, List<Message> messages) {
    var open = current();
    if (open != null) {
      open.giveBack(messages);
    }
  }

  @Override
  public void reject(Arn arn, List<Message> messages) {
    delete(arn, messages);
  }

  @Override
  public Duration visibility(Arn arn) {
    return VISIBILITY;
  }

  private @Nullable ChangeStream current() {
    lock.lock();
    try {
      return stream;
    } finally {
      lock.unlock();
    }
  }

  private ChangeStream open() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      if (stream == null) {
        try {
          slot.prepare();
        } catch (PostgresSlot.Refusal e) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException(); // which closes the connection
          }
          throw refusal(e);
        }
        stream = ChangeStream.open(slot, source, most);
      }
      return stream;
    } finally {
      lock.unlock();
    }
  }

  /// A refusal that the mapping's user is told; what comes next connects anew.
  private ServiceException lost(ChangeStream broken, ChangeStream.Ended why) {
    broken.close();
    lock.lock();
    try {
      if (broken.equals(stream)) {
        stream = null;
      }
    } finally {
      lock.unlock();
    }
    for (Throwable cause = why.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException said) {
        return refusal(PostgresSlot.refusal(said));
      }
    }
    return refusal(new PostgresSlot.Refusal("It does not answer.", why));
  }

  private ServiceException refusal(PostgresSlot.Refusal why) {
    LOG.log(
        Level.WARNING,
        "The server {0} cannot be read: {1}",
        slot.server().name(),
        why.getCause() == null ? why.getMessage() : why.getCause().toString());
    return new ServiceException(
        "ConnectionError",
        400,
        "The changes of %s of %s cannot be read. %s"
            .formatted(slot.tables(), slot.server().name(), why.getMessage()));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (stream != null) {
        stream.close();
        stream = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
