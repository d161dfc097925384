package dev.hearth.wire.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Audit;
import dev.hearth.wire.Audit.FailedSignature;
import dev.hearth.wire.http.HttpRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Slows whoever tries signatures until one fits: the refusals of one key and one address come the
/// later, the more of them there were within a quarter of an hour, and only a few wait at a time. A
/// good signature is never held up.
public final class SlowedVerifier implements SignatureVerifier {
  private static final Duration MEMORY = Duration.ofMinutes(15);
  private static final int MOST_REMEMBERED = 50_000;

  /// So many failures cost nothing: a clock that is off, a key just changed.
  private static final int FREE = 5;

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final int DOUBLINGS = 6; // 3.2 s

  /// Refusals of one address that wait; further ones are told to come back later.
  private static final int MOST_WAITING = 8;

  private static final Set<String> GUESSES =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "InvalidToken",
          "InvalidSignatureException",
          "SignatureDoesNotMatch");

  private final SignatureVerifier verifier;
  private final Audit audit;
  private final Consumer<Duration> pause;
  private final Cache<Guesser, AtomicInteger> failures;
  private final Cache<String, Semaphore> places =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterAccess(MEMORY).build();

  private record Guesser(String accessKeyId, String address) {}

  /// @param pause waits on the caller's thread
  public SlowedVerifier(SignatureVerifier verifier, Audit audit, Consumer<Duration> pause) {
    this(verifier, audit, pause, Ticker.systemTicker());
  }

  /// @param ticker by which failures are forgotten
  SlowedVerifier(SignatureVerifier verifier, Audit audit, Consumer<Duration> pause, Ticker ticker) {
    this.verifier = verifier;
    this.audit = audit;
    this.pause = pause;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterAccess(MEMORY)
            .ticker(ticker)
            .build();
  }

  @Override
  public Verified verify(HttpRequest request, Dialect dialect) {
    try {
      return verifier.verify(request, dialect);
    } catch (ServiceException refusal) {
      if (GUESSES.contains(refusal.code())) {
        slow(request, dialect, refusal);
      }
      throw refusal;
    }
  }

  private void slow(HttpRequest request, Dialect dialect, ServiceException refusal) {
    var credential = Claims.of(request, dialect).credential();
    var address = request.sourceAddress();
    int attempts =
        failures
            .get(new Guesser(credential.accessKeyId(), address), _ -> new AtomicInteger())
            .incrementAndGet();
    if (attempts <= FREE || Integer.bitCount(attempts) == 1) { // of many, 8, 16, 32 and so on
      audit.failed(
          new FailedSignature(
              credential.accessKeyId(),
              credential.scope().service(),
              credential.scope().region(),
              address,
              request.headers().first("User-Agent", ""),
              refusal.code(),
              attempts));
    }
    if (attempts > FREE) {
      await(address, FIRST.multipliedBy(1L << Math.min(attempts - FREE - 1, DOUBLINGS)));
    }
  }

  private void await(String address, Duration time) {
    var waiting = places.get(address, _ -> new Semaphore(MOST_WAITING));
    if (!waiting.tryAcquire()) {
      throw new ServiceException("ThrottlingException", 400, "Rate exceeded");
    }
    try {
      pause.accept(time);
    } finally {
      waiting.release();
    }
  }
}
