package dev.hearth.messaging.topics.delivery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Keeps subscriptions from reaching what was never meant for them: this machine, its network, and
/// what only clouds' own machines may ask.
final class AddressGuard {
  private final boolean privateToo;

  /// @param privateToo whether every address may be reached
  AddressGuard(boolean privateToo) {
    this.privateToo = privateToo;
  }

  /// Where to connect for a host name. Whoever connects must use this address and not the name,
  /// which may lead elsewhere the next time.
  ///
  /// @throws UnknownHostException where the name leads nowhere
  /// @throws ForbiddenAddress where it leads to an address that is not public
  InetAddress resolve(String host) throws UnknownHostException, ForbiddenAddress {
    for (var address : InetAddress.getAllByName(host)) {
      if (privateToo || isPublic(address)) {
        return address;
      }
    }
    throw new ForbiddenAddress();
  }

  /// The endpoint's address is not public.
  static final class ForbiddenAddress extends Exception {
    private static final long serialVersionUID = 1L;

    ForbiddenAddress() {
      super("The endpoint is not on a public address, and Hearth was not told to allow that");
    }
  }

  /// Source: the IANA special-purpose address registries.
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublicSix(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    return !(first == 0
        || first >= 240 // reserved, and broadcast
        || (first == 100 && second >= 64 && second < 128) // shared by carriers
        || (first == 192 && second == 0 && (third == 0 || third == 2))
        || (first == 198 && (second == 18 || second == 19)) // benchmarks
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113));
  }

  private static boolean isPublicSix(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (first != 0x20 && first != 0x21 && (first & 0xe0) != 0x20) {
      return false; // beyond global unicast: unique local, translated, discarded
    }
    boolean tunnel = first == 0x20 && second == 0x02; // carries an IPv4 address of anybody's
    boolean special = first == 0x20 && second == 0x01 && (bytes[2] & 0xfe) == 0;
    boolean documentation =
        first == 0x20 && second == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8;
    return !tunnel && !special && !documentation;
  }
}
