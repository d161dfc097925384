package dev.hearth.sandbox.rules;

import dev.hearth.kernel.Require;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/// A range of IPv4 addresses.
///
/// @param first its first address, as a number; bits beyond the prefix are zero
/// @param prefix 0 to 32
public record AddressRange(int first, int prefix) {
  private static final Pattern TEXT =
      Pattern.compile(
          "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?");

  /// Rejects an address that is not the first of its range.
  public AddressRange {
    Require.between("prefix", prefix, 0, 32);
    if ((first & mask(prefix)) != first) {
      throw new IllegalArgumentException("AddressRange: address bits beyond the prefix " + prefix);
    }
  }

  /// Reads `10.0.0.0/8`, or one address alone.
  public static AddressRange parse(String text) {
    Require.matches("AddressRange", text, TEXT);
    var matcher = TEXT.matcher(text);
    matcher.matches();
    int first = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      first = first << 8 | (int) Require.between("AddressRange", part, 0, 255);
    }
    var prefix = matcher.group(5);
    return new AddressRange(first, prefix == null ? 32 : Integer.parseInt(prefix));
  }

  public boolean contains(Inet4Address address) {
    return (ByteBuffer.wrap(address.getAddress()).getInt() & mask(prefix)) == first;
  }

  private static int mask(int prefix) {
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d/%d"
        .formatted(first >>> 24, first >> 16 & 255, first >> 8 & 255, first & 255, prefix);
  }
}
