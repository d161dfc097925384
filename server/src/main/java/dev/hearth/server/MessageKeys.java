package dev.hearth.server;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.sealing.KeyService;
import dev.hearth.secrets.keys.ServiceKeys;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/// KMS for queues and topics.
final class MessageKeys implements KeyService {
  private static final int KEY_BYTES = 32; // AES-256

  private final ServiceKeys keys;
  private final String contextKey;
  private final URI endpoint;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param contextKey what the encryption context calls the resource, such as `aws:sqs:arn`
  /// @param endpoint Hearth's own address
  MessageKeys(
      ServiceKeys keys, String contextKey, URI endpoint, InstantSource clock, SecureRandom random) {
    this.keys = keys;
    this.contextKey = contextKey;
    this.endpoint = endpoint;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Made generate(String keyId, Arn resource, Caller caller) {
    var owner = new AccountId(resource.account());
    var key = keys.key(keyId, call("GenerateDataKey", resource, Caller.anonymous(owner)));
    var bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    var secret = Payload.of(bytes);
    var sealed =
        keys.encrypt(
            key,
            "kms:GenerateDataKey",
            secret,
            context(resource),
            call("GenerateDataKey", resource, caller));
    return new Made(sealed, secret);
  }

  @Override
  public byte[] open(Payload sealed, Arn resource, Caller caller) {
    return keys.decrypt(sealed, context(resource), call("Decrypt", resource, caller)).bytes();
  }

  @Override
  public byte[] openKept(Payload sealed, Arn resource) {
    return keys.decryptKept(sealed, context(resource)).bytes();
  }

  private Map<String, String> context(Arn resource) {
    return Map.of(contextKey, resource.toString());
  }

  private Call call(String operation, Arn resource, Caller caller) {
    return new Call(
        UUID.randomUUID().toString(),
        "kms",
        operation,
        new Region(resource.region()),
        caller,
        endpoint,
        "127.0.0.1", // it comes from nowhere else
        resource.service() + ".amazonaws.com",
        clock.instant());
  }
}
