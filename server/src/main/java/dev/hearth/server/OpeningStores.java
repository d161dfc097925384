package dev.hearth.server;

import dev.hearth.store.DataFolder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The databases, opened beside the rest of a start, which spends most of its time there.
final class OpeningStores implements AutoCloseable {
  private final CompletableFuture<Stores> stores;

  OpeningStores(DataFolder folder) {
    stores = CompletableFuture.supplyAsync(() -> Stores.open(folder));
  }

  /// Waits until they are open.
  ///
  /// @throws dev.hearth.store.StoreException when one of them cannot be used
  Stores await() {
    try {
      return stores.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
    }
  }

  /// Closes them once they are open; those that could not be opened have told so before.
  @Override
  public void close() {
    Stores opened;
    try {
      opened = stores.join();
    } catch (CompletionException _) {
      return;
    }
    opened.close();
  }
}
