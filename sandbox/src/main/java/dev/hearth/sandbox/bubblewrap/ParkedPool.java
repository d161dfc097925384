package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.bubblewrap.CellMaker.Plan;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Cells of one runtime that wait for a function. One virtual thread keeps it full.
final class ParkedPool implements HoldingPools.Pool {
  private static final Logger LOG = System.getLogger(ParkedPool.class.getName());
  static final Duration PARK_LIMIT = Duration.ofSeconds(20);

  /// While cells are being taken the processors have better things to do than to make new ones.
  private static final Duration QUIET = Duration.ofMillis(30);

  private static final Duration LONGEST_WAIT_FOR_QUIET = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final CellMaker maker;
  private final Plan plan;
  private final Demand demand;
  private final ArrayDeque<Cell> ready = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long taken;
  private long takenWhenLastLooked;
  private boolean closed;

  ParkedPool(CellMaker maker, Plan plan, Demand demand) {
    this.maker = maker;
    this.plan = plan;
    this.demand = demand;
    Thread.ofVirtual().name("parked-" + plan.root()).start(this::fill);
  }

  /// A cell that waits for a function, where there is one.
  @Override
  public Optional<Cell> take() {
    lock.lock();
    try {
      taken++;
      demand.asked();
      changed.signalAll();
      for (var cell = ready.poll(); cell != null; cell = ready.poll()) {
        if (cell.alive()) {
          return Optional.of(cell);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  private void fill() {
    int failures = 0;
    try {
      while (awaitNeed()) {
        try {
          add(park());
          failures = 0;
        } catch (IOException e) {
          reportUnlessClosed(e);
          pause(Duration.ofSeconds(1L << Math.min(failures++, 10)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reportUnlessClosed(IOException failure) {
    lock.lock();
    try {
      if (!closed) {
        LOG.log(Level.WARNING, "no sandbox of " + plan.root() + " can be parked", failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private Cell park() throws IOException, InterruptedException {
    var output = new LastWords();
    var cell = maker.make(plan, output);
    if (!cell.api().awaitParked(PARK_LIMIT)) {
      cell.close();
      throw new IOException("it did not start: " + output);
    }
    return cell;
  }

  private void add(Cell cell) {
    lock.lock();
    try {
      if (closed) {
        cell.close();
      } else {
        ready.add(cell);
        demand.parked();
      }
    } finally {
      lock.unlock();
    }
    var _ = cell.gone().thenRun(() -> remove(cell));
  }

  /// A parked cell that ended by itself must be replaced.
  private void remove(Cell cell) {
    lock.lock();
    try {
      if (ready.remove(cell)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return false once the pool is closed
  private boolean awaitNeed() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && ready.size() >= demand.target()) {
        dismissSurplus();
        var _ = changed.awaitNanos(demand.steady().toNanos());
      }
      long left = LONGEST_WAIT_FOR_QUIET.toNanos();
      while (!closed && takenWhenLastLooked != taken && left > 0) {
        takenWhenLastLooked = taken;
        long step = Math.min(left, QUIET.toNanos());
        left -= step;
        awaitUnlessClosed(step);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// What a burst of long ago would have needed.
  private void dismissSurplus() {
    while (ready.size() > demand.target()) {
      ready.remove().close();
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      awaitUnlessClosed(
          (duration.compareTo(LONGEST_PAUSE) < 0 ? duration : LONGEST_PAUSE).toNanos());
    } finally {
      lock.unlock();
    }
  }

  private void awaitUnlessClosed(long nanos) throws InterruptedException {
    for (long left = nanos; !closed && left > 0; ) {
      left = changed.awaitNanos(left);
    }
  }

  /// Closes what is parked and stops filling.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      ready.forEach(Cell::close);
      ready.clear();
    } finally {
      lock.unlock();
    }
  }
}
