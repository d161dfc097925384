package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.store.MappingStore;
import org.jspecify.annotations.Nullable;

/// A mapping's `LastProcessingResult`, written when it changes.
final class Results {
  static final String NONE = "No records processed";
  static final String OK = "OK";
  static final String FAILED = "PROBLEM: Function call failed";

  private final MappingStore store;
  private final String uuid;
  private String last;
  private @Nullable String before;

  Results(MappingStore store, String uuid, String last) {
    this.store = store;
    this.uuid = uuid;
    this.last = last;
  }

  /// As it is told what a source refuses; what AWS words in a sentence of its own as that.
  static String problem(ServiceException refusal) {
    return refusal.code().equals(EventSources.IN_WORDS)
        ? "PROBLEM: " + refusal.getMessage()
        : "PROBLEM: " + refusal.code() + ": " + refusal.getMessage();
  }

  /// The source does not answer; what was told before holds again when it does.
  void problem(String result) {
    synchronized (this) {
      if (before == null) {
        before = last;
      }
    }
    write(result);
  }

  void recovered() {
    String told;
    synchronized (this) {
      told = before;
      before = null;
    }
    if (told != null) {
      write(told);
    }
  }

  void tell(String result) {
    synchronized (this) {
      before = null;
    }
    write(result);
  }

  private void write(String result) {
    synchronized (this) {
      if (last.equals(result)) {
        return;
      }
      last = result;
    }
    store.writeHeld(uuid, tables -> tables.result(uuid, result));
  }
}
