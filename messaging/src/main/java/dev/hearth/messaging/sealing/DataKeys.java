package dev.hearth.messaging.sealing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.DataKey.Label;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Data keys for what is sent and received, from memory: KMS is asked once by each user and reuse
/// period, by senders twice. A change of who may use a key, and its disabling, are so in force
/// after that period at most, as on AWS.
///
/// Source: SQS Developer Guide, "Key management", on the data key reuse period; it tells users
/// apart by their credentials.
public final class DataKeys {
  // An entry is some 500 bytes.
  private static final int MOST = 20_000;

  private final UnaryOperator<ServiceException> inWords;
  private final Cache<Use, Held> held;
  private volatile @Nullable KeyService service;

  /// @param inWords has KMS's refusals be those of the service that is asked
  public DataKeys(InstantSource clock, UnaryOperator<ServiceException> inWords) {
    this.inWords = inWords;
    held =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfter(Expiry.<Use, Held>creating((_, key) -> key.life()))
            .build();
  }

  /// What was allowed to whom.
  private record Use(Object user, String action, Arn resource, String key) {}

  private record Held(DataKey key, Duration life) {}

  /// To be called once, when there is a KMS.
  public void connect(KeyService service) {
    this.service = service;
  }

  /// The data key that seals what `user` sends now.
  ///
  /// @param keyId a KMS key's id, alias or ARN
  /// @param resource what is sealed with it
  /// @param reuse for how long it is kept
  /// @throws ServiceException where KMS refuses
  public DataKey sealing(String keyId, Arn resource, Duration reuse, KeyUser user) {
    return get(
        new Use(user.identity().get(), "seal for " + reuse, resource, keyId),
        reuse,
        () -> {
          var caller = user.caller().get();
          var made = kms().generate(keyId, resource, caller);
          // So does AWS, to verify the new key: senders need kms:Decrypt as well.
          var opened = kms().open(made.sealed(), resource, caller);
          if (!MessageDigest.isEqual(opened, made.secret().bytes())) {
            throw new IllegalStateException("KMS opens a data key to another one");
          }
          var sealed = Base64.getEncoder().encodeToString(made.sealed().bytes());
          return new DataKey(new Label(resource, sealed), made.secret().bytes());
        });
  }

  /// The data key of what `user` receives, where it is in memory.
  public Optional<DataKey> known(Label label, KeyUser user) {
    return Optional.ofNullable(held.getIfPresent(opening(label, user))).map(Held::key);
  }

  /// The data key of what `user` receives.
  ///
  /// @param reuse for how long it is kept
  /// @throws ServiceException where KMS refuses
  public DataKey opening(Label label, Duration reuse, KeyUser user) {
    return get(
        opening(label, user),
        reuse,
        () -> {
          var sealed = Payload.of(Base64.getDecoder().decode(label.sealed()));
          return new DataKey(label, kms().open(sealed, label.resource(), user.caller().get()));
        });
  }

  /// The data key of what the service itself has kept, and goes on with in nobody's name.
  ///
  /// @param reuse for how long it is kept
  /// @throws ServiceException where KMS refuses
  public DataKey kept(Label label, Duration reuse) {
    return get(
        new Use("the service", "open", label.resource(), label.sealed()),
        reuse,
        () -> {
          var sealed = Payload.of(Base64.getDecoder().decode(label.sealed()));
          return new DataKey(label, kms().openKept(sealed, label.resource()));
        });
  }

  private static Use opening(Label label, KeyUser user) {
    return new Use(user.identity().get(), "open", label.resource(), label.sealed());
  }

  private DataKey get(Use use, Duration life, Supplier<DataKey> ask) {
    try {
      return held.get(use, _ -> new Held(ask.get(), life)).key();
    } catch (ServiceException refusal) {
      throw refusal.status() >= 500 ? refusal : inWords.apply(refusal);
    }
  }

  private KeyService kms() {
    var connected = service;
    if (connected == null) {
      throw new IllegalStateException("there is no KMS to ask");
    }
    return connected;
  }

  /// Forgets the keys whose time is over; to be called every few seconds.
  public void sweep() {
    held.cleanUp();
  }
}
