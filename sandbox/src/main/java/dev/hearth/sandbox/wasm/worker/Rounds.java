package dev.hearth.sandbox.wasm.worker;

import dev.hearth.sandbox.wasm.guest.CompiledModule;
import dev.hearth.sandbox.wasm.guest.Failure;
import dev.hearth.sandbox.wasm.guest.Guest;
import dev.hearth.sandbox.wasm.guest.GuestRandom;
import dev.hearth.sandbox.wasm.guest.GuestSettings;
import dev.hearth.sandbox.wasm.guest.GuestTime;
import dev.hearth.sandbox.wasm.guest.InvocationVariables;
import dev.hearth.sandbox.wasm.guest.LogQueue;
import dev.hearth.sandbox.wasm.guest.MemoryBudget;
import dev.hearth.sandbox.wasm.guest.Outcome;
import dev.hearth.sandbox.wasm.guest.Strings;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a module's events one after the other. That one ends in time is the platform's care, which
/// kills this process where it does not.
final class Rounds {
  private static final long STACK_BYTES = 4L << 20; // as in Hearth's own process

  /// What the smallest function has, and a parked sandbox has room for.
  private static final int PREPARED_MEBIBYTES = 128;

  private static final String HEADER = "lambda-runtime-";

  private final CompiledModule module;
  private final List<byte[]> environment;
  private final List<byte[]> arguments;
  private final int memoryPages;
  private final OutputStream log;
  private final GuestTime time = new GuestTime(InstantSource.system(), System::nanoTime);
  private final MemoryBudget budget;
  private final SecureRandom random = new SecureRandom();
  private boolean lineEnded = true;

  /// @param environment the module's
  Rounds(CompiledModule module, Map<String, String> environment, OutputStream log) {
    this.module = module;
    this.environment = Strings.environment(environment);
    this.arguments = List.of(Strings.terminated(environment.getOrDefault("_HANDLER", "")));
    int memory =
        Integer.parseInt(environment.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"));
    this.memoryPages = GuestSettings.pages(memory);
    this.budget = new MemoryBudget((long) memory << 20);
    this.log = log;
  }

  /// Makes an instance of a module, on a thread as its events have it, and drops it.
  static void prepare(CompiledModule module) throws InterruptedException {
    var settings =
        new GuestSettings(
            new byte[0],
            List.of(),
            List.of(),
            GuestSettings.pages(PREPARED_MEBIBYTES),
            0,
            new GuestRandom(new byte[GuestRandom.SEED_BYTES]));
    var time = new GuestTime(InstantSource.system(), System::nanoTime);
    var guest =
        new Guest(module, settings, time, new MemoryBudget((long) PREPARED_MEBIBYTES << 20));
    start(guest::prepare).join();
  }

  /// @param headers of the event, by their names in lower case
  Round run(byte[] event, String requestId, Map<String, String> headers)
      throws IOException, InterruptedException {
    var guest = new Guest(module, settings(event, requestId, headers), time, budget);
    var _ = start(guest::run);
    while (true) {
      var chunk = guest.log().poll(Long.MAX_VALUE);
      if (chunk == null) {
        continue;
      }
      if (chunk.length == LogQueue.END.length) {
        break;
      }
      write(chunk);
    }
    endLine();
    var failure = Failure.of(guest.ended());
    if (failure.isPresent()) {
      return failed(failure.get(), requestId, guest.output().bytes());
    }
    if (guest.ended() instanceof Outcome.Killed) {
      return new Round.Lost();
    }
    long size = guest.output().size();
    return new Round.Answered(
        size > GuestSettings.MOST_OUTPUT_BYTES
            ? new byte[GuestSettings.MOST_OUTPUT_BYTES + 1]
            : guest.output().bytes());
  }

  private static Thread start(Runnable guest) {
    return Thread.ofPlatform().name("guest").stackSize(STACK_BYTES).start(guest);
  }

  private GuestSettings settings(byte[] event, String requestId, Map<String, String> headers) {
    var invocation =
        new InvocationVariables(
            requestId,
            headers.getOrDefault(HEADER + "invoked-function-arn", ""),
            headers.getOrDefault(HEADER + "deadline-ms", ""),
            headers.get(HEADER + "trace-id"),
            headers.get(HEADER + "client-context"),
            headers.get(HEADER + "cognito-identity"),
            headers.get(HEADER + "aws-tenant-id"));
    var variables = new ArrayList<>(environment);
    variables.addAll(Strings.environment(invocation.toMap()));
    var seed = new byte[GuestRandom.SEED_BYTES];
    random.nextBytes(seed);
    return new GuestSettings(
        event,
        arguments,
        variables,
        memoryPages,
        GuestSettings.MOST_OUTPUT_BYTES,
        new GuestRandom(seed));
  }

  /// What it had answered so far is no answer, and so goes to the log.
  private Round failed(Failure failure, String requestId, byte[] answered) throws IOException {
    if (answered.length > 0) {
      write(answered);
      endLine();
    }
    var message = failure.message(requestId);
    // One event of the log: the platform turns carriage returns into line feeds.
    write(Strings.bytes(message + "\r" + failure.type() + "\n"));
    return new Round.Failed(failure.type(), message);
  }

  private void write(byte[] chunk) throws IOException {
    log.write(chunk);
    lineEnded = chunk[chunk.length - 1] == '\n';
  }

  private void endLine() throws IOException {
    if (!lineEnded) {
      write(Strings.bytes("\n"));
    }
  }
}
