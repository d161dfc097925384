package dev.hearth.secrets.keys;

import dev.hearth.kernel.Payload;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of keys that Hearth makes. Source: KMS Developer Guide, "Key spec reference".
public enum Spec {
  SYMMETRIC_DEFAULT(Kind.SYMMETRIC, 256),
  RSA_2048(Kind.RSA, 2048),
  RSA_3072(Kind.RSA, 3072),
  RSA_4096(Kind.RSA, 4096),
  ECC_NIST_P256(Kind.EC, 256),
  ECC_NIST_P384(Kind.EC, 384),
  ECC_NIST_P521(Kind.EC, 521),
  HMAC_224(Kind.HMAC, 224),
  HMAC_256(Kind.HMAC, 256),
  HMAC_384(Kind.HMAC, 384),
  HMAC_512(Kind.HMAC, 512);

  /// What a key is by its nature.
  enum Kind {
    SYMMETRIC,
    RSA,
    EC,
    HMAC
  }

  private final Kind kind;
  private final int bits;

  Spec(Kind kind, int bits) {
    this.kind = kind;
    this.bits = bits;
  }

  /// The spec of this name, or nothing where Hearth does not make such keys.
  public static Optional<Spec> find(String name) {
    return Stream.of(values()).filter(spec -> spec.name().equals(name)).findFirst();
  }

  /// What such a key may be made for.
  public List<String> usages() {
    return switch (kind) {
      case SYMMETRIC -> List.of("ENCRYPT_DECRYPT");
      case RSA -> List.of("ENCRYPT_DECRYPT", "SIGN_VERIFY");
      case EC -> List.of("SIGN_VERIFY");
      case HMAC -> List.of("GENERATE_VERIFY_MAC");
    };
  }

  /// What a key of this usage can do, as KMS lists it.
  public List<String> algorithms(String usage) {
    if (!usages().contains(usage)) {
      return List.of();
    }
    return switch (usage) {
      case "ENCRYPT_DECRYPT" ->
          kind == Kind.RSA
              ? List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
              : List.of("SYMMETRIC_DEFAULT");
      case "GENERATE_VERIFY_MAC" -> List.of("HMAC_SHA_" + bits);
      default ->
          kind == Kind.EC
              ? List.of("ECDSA_SHA_" + hashBits())
              : List.of(
                  "RSASSA_PKCS1_V1_5_SHA_256",
                  "RSASSA_PKCS1_V1_5_SHA_384",
                  "RSASSA_PKCS1_V1_5_SHA_512",
                  "RSASSA_PSS_SHA_256",
                  "RSASSA_PSS_SHA_384",
                  "RSASSA_PSS_SHA_512");
    };
  }

  private int hashBits() {
    return bits == 521 ? 512 : bits;
  }

  public boolean isSymmetric() {
    return kind == Kind.SYMMETRIC;
  }

  /// Whether it has a public key.
  public boolean isPair() {
    return kind == Kind.RSA || kind == Kind.EC;
  }

  /// The JDK's name of the algorithm of pairs.
  String jdkName() {
    return kind == Kind.RSA ? "RSA" : "EC";
  }

  /// Makes a key. RSA takes up to seconds.
  public KeyMaterial generate(SecureRandom random) {
    if (!isPair()) {
      var secret = new byte[bits / 8];
      random.nextBytes(secret);
      return new KeyMaterial(Payload.of(secret), Payload.EMPTY);
    }
    try {
      var generator = KeyPairGenerator.getInstance(jdkName());
      if (kind == Kind.RSA) {
        generator.initialize(bits, random);
      } else {
        generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"), random);
      }
      var pair = generator.generateKeyPair();
      return new KeyMaterial(
          Payload.of(pair.getPrivate().getEncoded()), Payload.of(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + this, e);
    }
  }
}
