package dev.hearth.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Functions that take every parked sandbox of a language, so that the next call finds none.
final class Drain {
  /// More than the park grows to by the few calls of a sample.
  private static final int MOST = 60;

  private final Target target;
  private final Language language;
  private final List<String> functions = new ArrayList<>();

  Drain(Target target, Language language) {
    this.target = target;
    this.language = language;
  }

  /// Has as many functions as are parked, none of which has a sandbox.
  ///
  /// @param round any number that was not used before
  void prepare(int round) throws IOException {
    for (var function : functions) {
      Language.renew(target, function, round);
    }
    int parked = target.parked(language.parkedAs());
    while (functions.size() < Math.min(parked, MOST)) {
      var function = "drain-" + functions.size();
      language.deploy(target, function, round);
      functions.add(function);
    }
  }

  /// Takes what is parked.
  ///
  /// @return whether nothing is parked any more
  boolean take(SignedRequests requests) throws IOException {
    int parked = target.parked(language.parkedAs());
    for (var function : functions.subList(0, Math.min(parked, functions.size()))) {
      try (var connection = new HttpConnection(target.connection().endpoint())) {
        var _ = connection.send(requests.invoke(function, "{}"));
      }
    }
    return target.parked(language.parkedAs()) == 0;
  }
}
