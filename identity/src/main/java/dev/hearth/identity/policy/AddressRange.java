package dev.hearth.identity.policy;

import java.math.BigInteger;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A range of IPv4 or IPv6 addresses in CIDR notation; an address alone is a range of one.
///
/// @param bits of the network
/// @param size of an address, in bits: 32 or 128
/// @param prefix leading bits that count
record AddressRange(BigInteger bits, int size, int prefix) {

  /// Reads `203.0.113.0/24` or `2001:db8::/32`, or answers null.
  static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int size = address.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? size : Integer.parseInt(text, slash + 1, text.length(), 10);
      return prefix < 0 || prefix > size ? null : new AddressRange(bits(address), size, prefix);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  boolean contains(String text) {
    try {
      var address = InetAddress.ofLiteral(text); // never asks a name server
      return address.getAddress().length * Byte.SIZE == size
          && bits(address).xor(bits).shiftRight(size - prefix).signum() == 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static BigInteger bits(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }
}
