package dev.hearth.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of an event or of an answer. They are handed on as they came and never copied: whoever
/// gives or takes them must not change them.
public final class Payload {
  /// No bytes.
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over `bytes`.
  public static Payload of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes);
  }

  /// `text` in UTF-8.
  public static Payload of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves.
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return bytes.length;
  }

  /// The bytes as UTF-8 text.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Payload[" + bytes.length + " bytes]"; // what users send never reaches our log
  }
}
