package dev.hearth.messaging.mappings.engine;

import dev.hearth.messaging.mappings.store.MappingStore;

/// A mapping's `LastProcessingResult`, written when it changes.
final class Results {
  static final String NONE = "No records processed";
  static final String OK = "OK";
  static final String FAILED = "PROBLEM: Function call failed";

  private final MappingStore store;
  private final String uuid;
  private String last;

  Results(MappingStore store, String uuid, String last) {
    this.store = store;
    this.uuid = uuid;
    this.last = last;
  }

  void tell(String result) {
    synchronized (this) {
      if (last.equals(result)) {
        return;
      }
      last = result;
    }
    store.writeHeld(uuid, tables -> tables.result(uuid, result));
  }
}
