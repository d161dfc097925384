package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import java.io.IOException;

/// What goes on while a Hearth is killed again and again, and what must have become of it.
interface CrashWork {
  /// In a sentence.
  String how();

  /// Makes what the work needs, in the first Hearth.
  void prepare(AwsClients clients) throws IOException;

  /// Has clients work until nobody answers them any more.
  void start(AwsClients clients, CrashClients threads);

  /// What was acknowledged so far.
  int accepted();

  /// Waits, with the last Hearth, until everything has ended.
  ///
  /// @throws dev.hearth.cli.Failure where it does not
  void end(AwsClients clients);

  void judge(Report report);
}
