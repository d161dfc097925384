package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Leads every TCP connection that is made in a network namespace, to whatever IPv4 address and
/// port but loopback's own, to one listener there. The accepted socket's local address is where the
/// connection was meant to go.
///
/// It is a BPF program of the type `sk_lookup` (Linux 5.9), attached to the namespace for as long
/// as this is open. Source: the kernel's `prog_sk_lookup.rst`.
public final class ConnectionSteering implements AutoCloseable {
  private static final long BPF =
      SystemCallFilter.Architecture.current() == SystemCallFilter.Architecture.X86_64 ? 321 : 280;
  private static final int MAP_CREATE = 0;
  private static final int MAP_UPDATE_ELEMENT = 2;
  private static final int PROGRAM_LOAD = 5;
  private static final int LINK_CREATE = 28;
  private static final int SOCKET_MAP = 15; // BPF_MAP_TYPE_SOCKMAP
  private static final int SOCKET_LOOKUP = 30; // BPF_PROG_TYPE_SK_LOOKUP
  private static final int AT_SOCKET_LOOKUP = 36; // BPF_SK_LOOKUP
  private static final long ATTRIBUTES = 144; // union bpf_attr
  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_NETNS_COOKIE = 71; // Linux 5.14
  private static final int NEAR = 16;

  private final ServerSocketChannel listener;
  private final Descriptor link;

  private ConnectionSteering(ServerSocketChannel listener, Descriptor link) {
    this.listener = listener;
    this.link = link;
  }

  /// Steers in the calling thread's network namespace.
  ///
  /// @param listen makes the listener there, bound to 127.0.0.1; it is the caller's to close
  /// @throws IOException when the kernel is too old for it, or this process not allowed to
  public static ConnectionSteering to(NamespaceThread.Visit<ServerSocketChannel> listen)
      throws IOException {
    int likely = nextDescriptor();
    var listener = listen.run();
    try (var arena = Arena.ofConfined();
        var map = socketMap(arena);
        var program = load(arena, map);
        var network = Descriptor.open(Path.of("/proc/thread-self/ns/net"))) {
      var update = arena.allocate(ATTRIBUTES, 8);
      update.set(ValueLayout.JAVA_INT, 0, map.number());
      update.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_INT, 0).address());
      var socket = arena.allocateFrom(ValueLayout.JAVA_LONG, descriptorOf(listener, likely));
      update.set(ValueLayout.JAVA_LONG, 16, socket.address());
      bpf("socket map", MAP_UPDATE_ELEMENT, update);

      var create = arena.allocate(ATTRIBUTES, 8);
      create.set(ValueLayout.JAVA_INT, 0, program.number());
      create.set(ValueLayout.JAVA_INT, 4, network.number());
      create.set(ValueLayout.JAVA_INT, 8, AT_SOCKET_LOOKUP);
      return new ConnectionSteering(listener, new Descriptor(bpf("attach", LINK_CREATE, create)));
    }
  }

  public ServerSocketChannel listener() {
    return listener;
  }

  private static Descriptor socketMap(Arena arena) throws ErrnoException {
    var map = arena.allocate(ATTRIBUTES, 8);
    map.set(ValueLayout.JAVA_INT, 0, SOCKET_MAP);
    map.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
    map.set(ValueLayout.JAVA_INT, 8, Long.BYTES);
    map.set(ValueLayout.JAVA_INT, 12, 1);
    return new Descriptor(bpf("socket map", MAP_CREATE, map));
  }

  private static Descriptor load(Arena arena, Descriptor map) throws ErrnoException {
    var instructions = arena.allocate(32 * 8, 8);
    int length = program(instructions.asByteBuffer().order(ByteOrder.nativeOrder()), map.number());
    var load = arena.allocate(ATTRIBUTES, 8);
    load.set(ValueLayout.JAVA_INT, 0, SOCKET_LOOKUP);
    load.set(ValueLayout.JAVA_INT, 4, length);
    load.set(ValueLayout.JAVA_LONG, 8, instructions.address());
    load.set(ValueLayout.JAVA_LONG, 16, arena.allocateFrom("Apache-2.0").address());
    load.set(ValueLayout.JAVA_INT, 68, AT_SOCKET_LOOKUP);
    return new Descriptor(bpf("program", PROGRAM_LOAD, load));
  }

  /// Writes the program.
  ///
  /// @return its length in instructions
  private static int program(ByteBuffer out, int map) {
    // struct bpf_sk_lookup: family at 8, protocol at 12, local_ip4 at 40 in network order
    instruction(out, 0xbf, 6, 1, 0, 0); //        r6 = context
    instruction(out, 0x61, 2, 6, 8, 0); //        r2 = family
    instruction(out, 0x55, 2, 0, 18, 2); //       if r2 != AF_INET goto pass
    instruction(out, 0x61, 2, 6, 12, 0); //       r2 = protocol
    instruction(out, 0x55, 2, 0, 16, 6); //       if r2 != TCP goto pass
    instruction(out, 0x71, 2, 6, 40, 0); //       r2 = first byte of the address
    instruction(out, 0x15, 2, 0, 14, 127); //     if r2 == 127 goto pass
    instruction(out, 0x62, 10, 0, -4, 0); //      key = 0, on the stack
    instruction(out, 0xbf, 2, 10, 0, 0); //       r2 = address of key
    instruction(out, 0x07, 2, 0, 0, -4);
    instruction(out, 0x18, 1, 1, 0, map); //      r1 = map, an instruction of double length
    instruction(out, 0, 0, 0, 0, 0);
    instruction(out, 0x85, 0, 0, 0, 1); //        r0 = map_lookup_elem(r1, r2)
    instruction(out, 0x15, 0, 0, 7, 0); //        if r0 == 0 goto pass
    instruction(out, 0xbf, 7, 0, 0, 0); //        r7 = socket
    instruction(out, 0xbf, 1, 6, 0, 0); //        sk_assign(context, socket, 0)
    instruction(out, 0xbf, 2, 7, 0, 0);
    instruction(out, 0xb7, 3, 0, 0, 0);
    instruction(out, 0x85, 0, 0, 0, 124);
    instruction(out, 0xbf, 1, 7, 0, 0); //        sk_release(socket)
    instruction(out, 0x85, 0, 0, 0, 86);
    instruction(out, 0xb7, 0, 0, 0, 1); // pass:  return SK_PASS
    instruction(out, 0x95, 0, 0, 0, 0);
    return out.position() / 8;
  }

  private static void instruction(
      ByteBuffer out, int code, int target, int source, int offset, int operand) {
    // Two registers share a byte, the target in its low half on a little-endian machine.
    out.put((byte) code).put((byte) (source << 4 | target)).putShort((short) offset);
    out.putInt(operand);
  }

  private static int bpf(String what, int command, MemorySegment attributes) throws ErrnoException {
    return Native.system("bpf " + what, BPF, command, attributes.address(), ATTRIBUTES);
  }

  /// A socket of the calling thread's network namespace, which nothing is done with.
  private static Descriptor socket() throws ErrnoException {
    return new Descriptor(
        Native.call("socket", Native.SOCKET, AF_INET, SOCK_STREAM | Native.CLOSE_ON_EXEC, 0));
  }

  /// What the next descriptor will be, unless another thread is faster: the lowest that is free.
  private static int nextDescriptor() throws ErrnoException {
    try (var probe = socket()) {
      return probe.number();
    }
  }

  /// The descriptor behind a channel of the calling thread's namespace, which Java does not tell.
  ///
  /// @param likely where to look first: a process may have tens of thousands
  private static int descriptorOf(ServerSocketChannel listener, int likely) throws IOException {
    int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    long namespace;
    try (var probe = socket()) {
      namespace = namespaceOf(probe.number());
    }
    for (int guess = likely; guess < likely + NEAR; guess++) {
      if (isListener(guess, port, namespace)) {
        return guess;
      }
    }
    try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (var each : all) {
        int number = Integer.parseInt(each.getFileName().toString());
        if (isListener(number, port, namespace)) {
          return number;
        }
      }
    }
    throw new IOException("no descriptor for port " + port);
  }

  private static boolean isListener(int descriptor, int port, long namespace) {
    try {
      return portOf(descriptor) == port && namespaceOf(descriptor) == namespace;
    } catch (ErrnoException e) {
      return false; // no socket, or closed in the meantime
    }
  }

  /// A number that no other network namespace has.
  private static long namespaceOf(int socket) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var cookie = arena.allocate(ValueLayout.JAVA_LONG);
      var length = arena.allocateFrom(ValueLayout.JAVA_INT, Long.BYTES);
      Native.call(
          "getsockopt",
          Native.GETSOCKOPT,
          socket,
          SOL_SOCKET,
          SO_NETNS_COOKIE,
          cookie.address(),
          length.address());
      return cookie.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /// The port of an IPv4 socket; -1 of any other.
  private static int portOf(int socket) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var address = arena.allocate(128, 8);
      var length = arena.allocateFrom(ValueLayout.JAVA_INT, 128);
      Native.call("getsockname", Native.GETSOCKNAME, socket, address.address(), length.address());
      return address.get(ValueLayout.JAVA_SHORT, 0) == AF_INET
          ? Short.toUnsignedInt(Short.reverseBytes(address.get(ValueLayout.JAVA_SHORT, 2)))
          : -1;
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
