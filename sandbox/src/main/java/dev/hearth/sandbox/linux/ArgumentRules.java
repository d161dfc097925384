package dev.hearth.sandbox.linux;

import static dev.hearth.sandbox.linux.FilterProgram.NEXT;
import static dev.hearth.sandbox.linux.Verdict.ALLOW;
import static dev.hearth.sandbox.linux.Verdict.FAMILY_UNKNOWN;
import static dev.hearth.sandbox.linux.Verdict.NOT_IMPLEMENTED;
import static dev.hearth.sandbox.linux.Verdict.NOT_PERMITTED;
import static dev.hearth.sandbox.linux.Verdict.PRETEND;
import static dev.hearth.sandbox.linux.Verdict.PROTOCOL_UNKNOWN;

import dev.hearth.sandbox.linux.FilterProgram.Label;
import java.util.List;
import java.util.Map;

/// The part of a [SystemCallFilter] that is about calls whose arguments decide.
final class ArgumentRules {
  // Offsets in struct seccomp_data; an argument's low word comes first on both architectures.
  private static final int FIRST_ARGUMENT = 16;
  private static final int SECOND_ARGUMENT = 24;
  private static final int THIRD_ARGUMENT = 32;

  // CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET
  private static final int NEW_NAMESPACES = 0x7e02_0000;

  /// What a template's copies are made with: all of them but NEWCGROUP, and SIGCHLD.
  private static final int COPY = 0x7c02_0011;

  // AF_UNIX and its like, and protocols' numbers, which name the levels of options as well.
  private static final int UNIX = 1;
  private static final int IPV4 = 2;
  private static final int IPV6 = 10;
  private static final int NETLINK = 16;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final FilterProgram program;
  private final boolean template;

  /// @param template whether it is for a template of copies
  ArgumentRules(FilterProgram program, boolean template) {
    this.program = program;
    this.template = template;
  }

  /// Takes the calls that depend on their arguments out of `allowed`.
  void write(Map<String, Integer> allowed) {
    // A C library takes ENOSYS for an old kernel and falls back on clone, whose flags can be seen;
    // clone3 has them behind a pointer.
    for (var name : List.of("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register")) {
      rule(allowed, name, () -> program.answer(NOT_IMPLEMENTED));
    }
    rule(allowed, "clone", this::cloning);
    // What is written in a sandbox is gone with it; but this would have the host write what all
    // others wrote, to the disk that Hearth's own data waits for.
    for (var name : List.of("sync", "syncfs")) {
      rule(allowed, name, () -> program.answer(PRETEND));
    }
    rule(allowed, "socket", this::socket);
    rule(allowed, "socketpair", this::socketPair);
    if (template) {
      rule(allowed, "setsockopt", this::option);
      rule(allowed, "getsockopt", this::option);
    }
    rule(allowed, "personality", this::personality);
    rule(allowed, "ioctl", this::ioctl);
  }

  /// Decides about one call.
  ///
  /// @param decision ends the program on every way
  private void rule(Map<String, Integer> allowed, String name, Runnable decision) {
    var other = new Label();
    program.ifEqual(take(allowed, name), NEXT, other);
    decision.run();
    program.at(other);
  }

  private void cloning() {
    var allow = new Label();
    var refuse = new Label();
    program.load(FIRST_ARGUMENT);
    if (template) {
      program.ifEqual(COPY, allow, NEXT);
    }
    program.ifAnyBit(NEW_NAMESPACES, refuse, NEXT);
    end(allow, ALLOW);
    end(refuse, NOT_PERMITTED);
  }

  /// Unix, TCP and UDP over IPv4 and IPv6, and netlink for its routes, which getaddrinfo asks, but
  /// not of a template; no vsock (the way to a hypervisor), no crypto API, no packets. Of the
  /// others the kernel would load the module when it is asked, SCTP's for one.
  private void socket() {
    var netlink = new Label();
    var internet = new Label();
    var transport = new Label();
    var allow = new Label();
    var unknownProtocol = new Label();
    var refuse = new Label();
    var unknownFamily = new Label();
    program.load(FIRST_ARGUMENT);
    program.ifEqual(UNIX, allow, NEXT);
    program.ifEqual(NETLINK, template ? unknownFamily : netlink, NEXT);
    program.ifEqual(IPV4, internet, NEXT);
    program.ifEqual(IPV6, internet, unknownFamily);
    program.at(netlink);
    program.load(THIRD_ARGUMENT);
    program.ifEqual(0, allow, unknownFamily);
    program.at(internet);
    program.load(SECOND_ARGUMENT);
    program.and(0xf); // beside the type there are flags
    program.ifEqual(1, transport, NEXT); // stream
    program.ifEqual(2, transport, refuse); // datagram
    program.at(transport);
    program.load(THIRD_ARGUMENT);
    program.ifAny(List.of(0, TCP, UDP), allow);
    end(unknownProtocol, PROTOCOL_UNKNOWN);
    end(refuse, NOT_PERMITTED);
    end(unknownFamily, FAMILY_UNKNOWN);
    end(allow, ALLOW);
  }

  /// Of Unix only: it takes every family that socket takes, and the kernel loads what it is of
  /// before it tells that there are no pairs of it.
  private void socketPair() {
    var other = new Label();
    program.load(FIRST_ARGUMENT);
    program.ifEqual(UNIX, NEXT, other);
    program.answer(ALLOW);
    end(other, FAMILY_UNKNOWN);
  }

  /// None of a socket's options that ask for a capability: packet filters (IPT_SO_* and IP6T_SO_*),
  /// multicast routing, IPsec policies, buffers beyond the limit, TCP_REPAIR.
  private void option() {
    var ipv4 = new Label();
    var ipv6 = new Label();
    var any = new Label();
    var tcp = new Label();
    var refuse = new Label();
    var allow = new Label();
    program.load(SECOND_ARGUMENT);
    program.ifEqual(0, ipv4, NEXT);
    program.ifEqual(41, ipv6, NEXT);
    program.ifEqual(1, any, NEXT);
    program.ifEqual(TCP, tcp, NEXT);
    program.answer(ALLOW);
    program.at(ipv4);
    program.load(THIRD_ARGUMENT);
    program.ifAtLeast(64, refuse, NEXT);
    program.ifAny(List.of(16, 17), refuse);
    program.answer(ALLOW);
    program.at(ipv6);
    program.load(THIRD_ARGUMENT);
    program.ifAtLeast(200, refuse, NEXT);
    program.ifAny(List.of(34, 35, 64, 65, 68, 69), refuse);
    program.answer(ALLOW);
    program.at(any);
    program.load(THIRD_ARGUMENT);
    program.ifAny(List.of(32, 33), refuse);
    program.answer(ALLOW);
    program.at(tcp);
    program.load(THIRD_ARGUMENT);
    program.ifEqual(19, NEXT, allow);
    end(refuse, NOT_PERMITTED);
    end(allow, ALLOW);
  }

  /// The default one, and asking for the current one.
  private void personality() {
    var allow = new Label();
    program.load(FIRST_ARGUMENT);
    program.ifAny(List.of(0, 0xffff_ffff), allow);
    program.answer(NOT_PERMITTED);
    end(allow, ALLOW);
  }

  /// TIOCSTI and TIOCLINUX type into a terminal. Of a template, nothing of network interfaces
  /// (SIOC*) or namespaces (NS_*) either.
  private void ioctl() {
    var refuse = new Label();
    program.load(SECOND_ARGUMENT);
    program.ifAny(List.of(0x5412, 0x541c), refuse);
    if (template) {
      ifWithin(0x890b, 0x8bff, refuse);
      ifWithin(0xb700, 0xb7ff, refuse);
    }
    program.answer(ALLOW);
    end(refuse, NOT_PERMITTED);
  }

  private void ifWithin(int first, int last, Label then) {
    var outside = new Label();
    program.ifAtLeast(first, NEXT, outside);
    program.ifGreater(last, NEXT, then);
    program.at(outside);
  }

  private void end(Label label, int verdict) {
    program.at(label);
    program.answer(verdict);
  }

  private static int take(Map<String, Integer> allowed, String name) {
    var number = allowed.remove(name);
    if (number == null) {
      throw new IllegalStateException("system-calls.txt has no " + name);
    }
    return number;
  }
}
