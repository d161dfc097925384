package dev.hearth.identity.credentials;

import java.security.SecureRandom;
import java.util.Base64;

/// Draws identifiers and secrets of AWS's forms.
public final class AwsIds {
  /// Of users' access keys.
  public static final String ACCESS_KEY = "AKIA";

  /// Of temporary access keys.
  public static final String TEMPORARY_KEY = "ASIA";

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ACCESS_KEY_CHARS = 16;
  private static final int UNIQUE_ID_CHARS = 17;
  private static final int SECRET_BYTES = 30; // 40 characters of base64
  private static final int ACCOUNT_DIGITS = 12;

  private final SecureRandom random;

  public AwsIds(SecureRandom random) {
    this.random = random;
  }

  /// Such as `AKIAIOSFODNN7EXAMPLE`: 80 random bits.
  public String accessKeyId(String prefix) {
    return prefix + base32(ACCESS_KEY_CHARS);
  }

  /// Such as `AROADBQP57FF2AEXAMPLE`: 85 random bits.
  public String uniqueId(String prefix) {
    return prefix + base32(UNIQUE_ID_CHARS);
  }

  /// 40 characters: 240 random bits.
  public String secret() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Twelve digits, the first not 0.
  public String account() {
    var digits = new StringBuilder();
    digits.append((char) ('1' + random.nextInt(9)));
    while (digits.length() < ACCOUNT_DIGITS) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private String base32(int chars) {
    // In one draw: each is a visit to the system's generator.
    var bytes = new byte[chars];
    random.nextBytes(bytes);
    var text = new StringBuilder(chars);
    for (byte each : bytes) {
      text.append(BASE32.charAt(each & (BASE32.length() - 1)));
    }
    return text.toString();
  }
}
