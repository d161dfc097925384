package dev.hearth.sandbox.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;

/// One sandbox's policy, on this host.
record EgressRules(EgressPolicy policy, HostAddresses host) {
  boolean permit(InetAddress address) throws SocketException {
    return address instanceof Inet4Address inet4 && policy.permits(inet4) && !host.contain(inet4);
  }
}
