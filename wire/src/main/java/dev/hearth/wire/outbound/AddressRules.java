package dev.hearth.wire.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Which addresses users' endpoints may have: without permission none of this machine's, of its
/// network's, or of those that only a cloud's own machines may ask.
///
/// Source: the IANA special-purpose address registries.
public final class AddressRules {
  private final boolean privateToo;

  /// @param privateToo whether this machine's and its network's addresses may be reached
  public AddressRules(boolean privateToo) {
    this.privateToo = privateToo;
  }

  /// Where a host name leads. Whoever connects uses this address and not the name, which may lead
  /// elsewhere the next time.
  ///
  /// @throws UnknownHostException where it leads nowhere, or nowhere that is allowed
  public InetAddress resolve(String host) throws UnknownHostException {
    for (var address : InetAddress.getAllByName(host)) {
      if (privateToo || isPublic(address)) {
        return address;
      }
    }
    throw new UnknownHostException(
        host + " has no public address, and Hearth was not told to allow others");
  }

  /// Whether a host leads somewhere, and nowhere that is allowed; what leads nowhere may yet.
  public boolean refuses(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .noneMatch(address -> privateToo || isPublic(address));
    } catch (UnknownHostException _) {
      return false;
    }
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    return address instanceof Inet6Address ? isGlobalUnicast(bytes) : isPublicFour(bytes);
  }

  private static boolean isPublicFour(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    boolean carriers = a == 100 && b >= 64 && b < 128;
    boolean protocols = a == 192 && b == 0 && (c == 0 || c == 2);
    boolean benchmarks = a == 198 && (b == 18 || b == 19);
    boolean examples = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    return a != 0 && a < 240 && !carriers && !protocols && !benchmarks && !examples;
  }

  /// 2000::/3, without what carries IPv4 addresses or is for protocols and examples.
  private static boolean isGlobalUnicast(byte[] bytes) {
    int first = pair(bytes, 0);
    int second = pair(bytes, 2);
    boolean protocols = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
    return (first & 0xe000) == 0x2000 && first != 0x2002 && !protocols;
  }

  private static int pair(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) + (bytes[at + 1] & 0xff);
  }
}
