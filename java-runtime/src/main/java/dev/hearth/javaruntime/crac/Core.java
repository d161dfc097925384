package dev.hearth.javaruntime.crac;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The one context of this process.
public final class Core {
  private static final GlobalContext CONTEXT = new GlobalContext();

  private Core() {}

  /// Where a function registers.
  public static Context<Resource> getGlobalContext() {
    return CONTEXT;
  }

  /// A function may not ask for one.
  @SuppressWarnings("DoNotCallSuggester") // `org.crac` looks for it
  public static void checkpointRestore() {
    throw new UnsupportedOperationException("the platform decides on checkpoints");
  }

  private static final class GlobalContext extends Context<Resource> {
    private final List<Resource> resources = new ArrayList<>();

    @Override
    public synchronized void register(Resource resource) {
      resources.add(resource);
    }

    private synchronized List<Resource> registered() {
      return new ArrayList<>(resources);
    }

    /// The last that registered is told first.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
      var failure = new CheckpointException();
      var order = registered();
      Collections.reverse(order);
      for (var resource : order) {
        try {
          resource.beforeCheckpoint(this);
        } catch (Exception e) {
          failure.addSuppressed(e);
        }
      }
      if (failure.getSuppressed().length > 0) {
        throw failure;
      }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) throws RestoreException {
      var failure = new RestoreException();
      for (var resource : registered()) {
        try {
          resource.afterRestore(this);
        } catch (Exception e) {
          failure.addSuppressed(e);
        }
      }
      if (failure.getSuppressed().length > 0) {
        throw failure;
      }
    }
  }
}
