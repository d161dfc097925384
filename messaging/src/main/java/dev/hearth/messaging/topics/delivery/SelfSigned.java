package dev.hearth.messaging.topics.delivery;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Writes X.509 certificates that a key signs for itself; the JDK has nothing public that does.
/// Source: RFC 5280, section 4.1, in the DER of X.690.
final class SelfSigned {
  private static final Duration VALIDITY = Duration.ofDays(3_650);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17; // until 2049
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int VERSION = 0xa0;

  // sha256WithRSAEncryption with its empty parameters, and commonName.
  private static final byte[] SHA256_RSA =
      HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

  private SelfSigned() {}

  /// @param pair of RSA
  /// @param name the common name of both subject and issuer
  /// @return DER
  static byte[] certificate(KeyPair pair, String name, SecureRandom random, Instant now)
      throws GeneralSecurityException {
    var names =
        der(
            SEQUENCE,
            der(
                SET,
                der(
                    SEQUENCE,
                    COMMON_NAME,
                    der(UTF8_STRING, name.getBytes(StandardCharsets.UTF_8)))));
    var content =
        der(
            SEQUENCE,
            der(VERSION, integer(BigInteger.TWO)), // version 3
            integer(new BigInteger(127, random).add(BigInteger.ONE)),
            SHA256_RSA,
            names,
            der(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(VALIDITY))),
            names,
            pair.getPublic().getEncoded());
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(content);
    return der(SEQUENCE, content, SHA256_RSA, der(BIT_STRING, new byte[] {0}, signature.sign()));
  }

  private static byte[] integer(BigInteger value) {
    return der(INTEGER, value.toByteArray());
  }

  private static byte[] time(Instant time) {
    return der(UTC_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = 0;
    for (var part : parts) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
