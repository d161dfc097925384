package dev.hearth.sandbox.egress;

import dev.hearth.sandbox.rules.AddressRange;
import java.net.Inet4Address;
import java.util.List;
import java.util.stream.Stream;

/// Where a node's sandboxes may connect to, besides Hearth's own endpoint; a function's own
/// [dev.hearth.sandbox.rules.EgressList] takes away from it.
///
/// @param internet whether to public addresses
/// @param allowed ranges that it may reach though they are private, such as a company's databases
public record EgressPolicy(boolean internet, List<AddressRange> allowed) {
  /// The internet, and nothing that is near this host.
  public static final EgressPolicy INTERNET = new EgressPolicy(true, List.of());

  /// Hearth's own endpoint alone.
  public static final EgressPolicy NONE = new EgressPolicy(false, List.of());

  // Never, whatever is allowed: "this network", the host's loopback services, link-local addresses
  // with a cloud's credentials among them, Azure's agent (a public address that only its own
  // machines reach), multicast, what is reserved, broadcast.
  private static final List<AddressRange> FORBIDDEN =
      ranges(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "168.63.129.16",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4");

  // Source: IANA IPv4 Special-Purpose Address Registry.
  private static final List<AddressRange> PRIVATE =
      ranges(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24");

  /// Whether `address` may be connected to; the host's own addresses are the caller's to refuse.
  boolean permits(Inet4Address address) {
    if (in(FORBIDDEN, address)) {
      return false;
    }
    return in(allowed, address) || (internet && !in(PRIVATE, address));
  }

  /// Whether an address that may be connected to is one of the internet's.
  static boolean isPublic(Inet4Address address) {
    return !in(PRIVATE, address);
  }

  /// Whether names may be asked for: a question is a message to whoever answers it.
  boolean resolves() {
    return internet || !allowed.isEmpty();
  }

  private static boolean in(List<AddressRange> ranges, Inet4Address address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }
}
