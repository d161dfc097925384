package dev.hearth.secrets.keys;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.store.KeyStore;
import dev.hearth.wire.Call;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Finds keys, and encrypts, decrypts, signs and authenticates by them. Who may is decided before.
public final class KeyRing {
  /// The services whose keys are made when they are first named.
  private static final Set<String> MANAGED =
      Set.of(
          "dynamodb",
          "events",
          "kinesis",
          "lambda",
          "logs",
          "s3",
          "secretsmanager",
          "sns",
          "sqs",
          "ssm");

  private final KeyStore store;
  private final Seal seal;
  private final SecureRandom random;

  public KeyRing(KeyStore store, Seal seal, SecureRandom random) {
    this.store = store;
    this.seal = seal;
    this.random = random;
  }

  /// What a ciphertext said.
  public record Decrypted(KmsKey key, Payload plain) {}

  /// The key that a request names.
  ///
  /// @param keyId an id, an alias, or the ARN of either
  public Optional<KmsKey> find(String keyId, Call call) {
    var arn = Arn.parse(keyId);
    if (arn.isPresent() && !isHere(arn.get(), call)) {
      return Optional.empty();
    }
    var account = arn.map(a -> new AccountId(a.account())).orElse(call.account());
    var name = arn.map(Arn::resource).orElse(keyId);
    if (name.startsWith("alias/")) {
      return alias(account, call.region(), name, call.time());
    }
    var id = name.startsWith("key/") ? name.substring(4) : name;
    return find(id)
        .filter(key -> key.account().equals(account) && key.region().equals(call.region()));
  }

  private static boolean isHere(Arn arn, Call call) {
    return arn.service().equals("kms")
        && arn.region().equals(call.region().name())
        && AccountId.isValid(arn.account());
  }

  private Optional<KmsKey> find(String id) {
    return store.read(tables -> tables.keys().find(id));
  }

  private Optional<KmsKey> alias(AccountId account, Region region, String name, Instant now) {
    var found =
        store.read(
            tables ->
                tables
                    .aliases()
                    .find(account, region, name)
                    .flatMap(alias -> tables.keys().find(alias.keyId())));
    boolean managed =
        name.startsWith(Alias.AWS) && MANAGED.contains(name.substring(Alias.AWS.length()));
    return found.isPresent() || !managed
        ? found
        : Optional.of(managed(account, region, name.substring(Alias.AWS.length()), now));
  }

  /// As [#find(String, Call)].
  ///
  /// @throws ServiceException `NotFoundException`
  public KmsKey key(String keyId, Call call) {
    return find(keyId, call).orElseThrow(() -> KmsErrors.notFound(arn(keyId, call)));
  }

  /// The ARN that an id, an alias or an ARN stands for, whether or not there is such a key.
  public static Arn arn(String keyId, Call call) {
    return Arn.parse(keyId)
        .orElseGet(
            () ->
                Arn.of(
                    "kms",
                    call.region(),
                    call.account(),
                    keyId.startsWith("alias/") ? keyId : "key/" + keyId));
  }

  /// The key of a service, made when it is first asked for.
  private KmsKey managed(AccountId account, Region region, String service, Instant now) {
    var name = Alias.AWS + service;
    var key =
        new KmsKey(
            account,
            region,
            newId(),
            "Default key that protects my data when no other key is defined (" + service + ")",
            Spec.SYMMETRIC_DEFAULT,
            "ENCRYPT_DECRYPT",
            true,
            true,
            now,
            null,
            KmsKey.managedPolicy(account, region, service),
            Map.of(),
            365,
            now.plus(Duration.ofDays(365)),
            1);
    var sealed = seal(key.id(), 1, key.spec().generate(random));
    return store.write(
        tables -> {
          var first = tables.aliases().find(account, region, name);
          if (first.isPresent()) {
            return tables.keys().find(first.get().keyId()).orElseThrow();
          }
          tables.keys().insert(key);
          tables.keys().insertMaterial(key.id(), 1, sealed, now, "");
          tables.aliases().put(new Alias(account, region, name, key.id(), now, now));
          return key;
        });
  }

  /// A UUID, drawn from what keys are.
  public String newId() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40); // version 4
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80); // RFC 9562's variant
    var buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  /// Makes the material of a key and stores both.
  public void create(KmsKey key) {
    // Outside the transaction, which may run twice, and which an RSA key would hold up.
    var sealed = seal(key.id(), 1, key.spec().generate(random));
    store.write(
        tables -> {
          tables.keys().insert(key);
          tables.keys().insertMaterial(key.id(), 1, sealed, key.created(), "");
          return key;
        });
  }

  /// Gives a key new material; what the old encrypted, the old decrypts.
  ///
  /// @param how `AUTOMATIC` or `ON_DEMAND`
  /// @param next when it is rotated again; null for never
  public void rotate(KmsKey key, String how, @Nullable Instant next, Instant now) {
    int version = key.material() + 1;
    var sealed = seal(key.id(), version, key.spec().generate(random));
    store.write(
        tables -> {
          var current = tables.keys().find(key.id());
          if (current.isPresent() && current.get().material() == key.material()) {
            tables.keys().insertMaterial(key.id(), version, sealed, now, how);
            tables.keys().rotated(key.id(), version, next);
          }
          return current;
        });
  }

  private KeyMaterial seal(String keyId, int version, KeyMaterial material) {
    return new KeyMaterial(
        Payload.of(seal.seal(purpose(keyId, version), material.secret().bytes())),
        material.publicKey());
  }

  private static String purpose(String keyId, int version) {
    return "kms:" + keyId + ":" + version;
  }

  private KeyMaterial material(String keyId, int version) {
    var sealed =
        store
            .read(tables -> tables.keys().material(keyId, version))
            .orElseThrow(KmsErrors::invalidCiphertext);
    var secret =
        seal.open(purpose(keyId, version), sealed.secret().bytes())
            .orElseThrow(
                () -> new IllegalStateException("the material of " + keyId + " cannot be opened"));
    return new KeyMaterial(Payload.of(secret), sealed.publicKey());
  }

  /// Refuses a key that cannot be used now.
  public static void checkUsable(KmsKey key) {
    if (key.deletion() != null) {
      throw KmsErrors.pendingDeletion(key);
    }
    if (!key.enabled()) {
      throw KmsErrors.disabled(key);
    }
  }

  private static void check(KmsKey key, String usage, String algorithm, String operation) {
    checkUsable(key);
    if (!key.usage().equals(usage)) {
      throw KmsErrors.invalidUsage(key, operation);
    }
    if (!key.spec().algorithms(usage).contains(algorithm)) {
      throw new ServiceException(
          "InvalidKeyUsageException",
          400,
          "Algorithm " + algorithm + " and key spec " + key.spec() + " are incompatible.");
    }
  }

  /// Encrypts by a symmetric key.
  public Payload encrypt(KmsKey key, Payload plain, Map<String, String> context) {
    check(key, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "Encrypt");
    var secret = material(key.id(), key.material()).secret().bytes();
    return Payload.of(
        Ciphertext.encrypt(key.id(), key.material(), secret, plain.bytes(), context, random));
  }

  /// Encrypts by any key that can.
  public Payload encrypt(KmsKey key, String algorithm, Payload plain, Map<String, String> context) {
    check(key, "ENCRYPT_DECRYPT", algorithm, "Encrypt");
    return key.spec().isSymmetric()
        ? encrypt(key, plain, context)
        : Payload.of(RsaEncryption.encrypt(publicKey(key), algorithm, plain.bytes()));
  }

  /// The key that a symmetric ciphertext names.
  ///
  /// @throws ServiceException `InvalidCiphertextException` where there is none
  public KmsKey keyOf(Payload ciphertext) {
    return find(Ciphertext.parse(ciphertext.bytes()).keyId())
        .orElseThrow(KmsErrors::invalidCiphertext);
  }

  /// Decrypts what a symmetric key encrypted.
  public Decrypted decrypt(Payload ciphertext, Map<String, String> context) {
    var parsed = Ciphertext.parse(ciphertext.bytes());
    var key = keyOf(ciphertext);
    checkUsable(key);
    var secret = material(key.id(), parsed.version()).secret().bytes();
    return new Decrypted(key, Payload.of(parsed.decrypt(secret, context)));
  }

  /// Decrypts what `key` encrypted.
  public Payload decrypt(
      KmsKey key, String algorithm, Payload ciphertext, Map<String, String> context) {
    check(key, "ENCRYPT_DECRYPT", algorithm, "Decrypt");
    if (!key.spec().isSymmetric()) {
      return Payload.of(RsaEncryption.decrypt(privateKey(key), algorithm, ciphertext.bytes()));
    }
    if (!Ciphertext.parse(ciphertext.bytes()).keyId().equals(key.id())) {
      throw new ServiceException(
          "IncorrectKeyException",
          400,
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    return decrypt(ciphertext, context).plain();
  }

  public Payload sign(KmsKey key, String algorithm, boolean digested, Payload message) {
    check(key, "SIGN_VERIFY", algorithm, "Sign");
    return Payload.of(new Signing(algorithm, digested).sign(privateKey(key), message.bytes()));
  }

  public boolean verify(
      KmsKey key, String algorithm, boolean digested, Payload message, Payload signature) {
    check(key, "SIGN_VERIFY", algorithm, "Verify");
    return new Signing(algorithm, digested)
        .verify(publicKey(key), message.bytes(), signature.bytes());
  }

  /// The HMAC of a message.
  public Payload mac(KmsKey key, String algorithm, Payload message) {
    check(key, "GENERATE_VERIFY_MAC", algorithm, "GenerateMac");
    var name = "HmacSHA" + algorithm.substring(algorithm.length() - 3);
    try {
      var mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(material(key.id(), 1).secret().bytes(), name));
      return Payload.of(mac.doFinal(message.bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }

  /// In X.509.
  public Payload encodedPublicKey(KmsKey key) {
    checkUsable(key);
    if (!key.spec().isPair()) {
      throw KmsErrors.unsupported(key.arn() + " is not an asymmetric key.");
    }
    return store.read(tables -> tables.keys().material(key.id(), 1)).orElseThrow().publicKey();
  }

  private PublicKey publicKey(KmsKey key) {
    try {
      return KeyFactory.getInstance(key.spec().jdkName())
          .generatePublic(new X509EncodedKeySpec(encodedPublicKey(key).bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the public key of " + key.id() + " is damaged", e);
    }
  }

  private PrivateKey privateKey(KmsKey key) {
    try {
      return KeyFactory.getInstance(key.spec().jdkName())
          .generatePrivate(new PKCS8EncodedKeySpec(material(key.id(), 1).secret().bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the private key of " + key.id() + " is damaged", e);
    }
  }

  /// Random bytes for data keys.
  public Payload randomBytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return Payload.of(bytes);
  }

  /// A new pair for a data key.
  public KeyMaterial pair(Spec spec) {
    return spec.generate(random);
  }

  /// Deletes keys whose time has come, and rotates others; to be called every minute or so.
  public void sweep(Instant now) {
    store.write(
        tables -> {
          tables.keys().deleteDue(now);
          return 0;
        });
    store.policies().forgetAll();
    for (var key : store.read(tables -> tables.keys().rotationDue(now))) {
      var days = key.rotationDays();
      rotate(key, "AUTOMATIC", days == null ? null : now.plus(Duration.ofDays(days)), now);
    }
  }
}
