package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Sets up the loopback interface of a fresh network namespace over rtnetlink, for `ip` would be
/// two processes a sandbox.
final class Loopback {
  private static final int INDEX = 1; // the first interface of every namespace

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int NETLINK_ROUTE = 0;
  private static final short RTM_NEWLINK = 16;
  private static final short RTM_NEWROUTE = 24;
  private static final short NLMSG_ERROR = 2; // also acknowledges, with error 0
  private static final short REQUEST_ACKNOWLEDGED = 1 | 4; // NLM_F_REQUEST, NLM_F_ACK
  private static final short CREATE = 0x400; // NLM_F_CREATE
  private static final int HEADER = 16;
  private static final int IFF_UP = 1;
  private static final short RTA_OIF = 4;

  private Loopback() {}

  /// Brings the interface up.
  static void up() throws ErrnoException {
    try (var socket = open()) {
      ask(socket, "loopback up", linkUp());
    }
  }

  /// Brings it up and makes every IPv4 address local to the namespace, as `ip route add local
  /// 0.0.0.0/0 dev lo` does: whatever is connected to inside ends at a listener inside, whose
  /// sockets tell by their local address what was meant.
  static void upForEveryAddress() throws ErrnoException {
    try (var socket = open()) {
      ask(socket, "loopback up", linkUp());
      ask(socket, "local route", everythingIsLocal());
    }
  }

  private static Descriptor open() throws ErrnoException {
    return new Descriptor(
        Native.call(
            "socket(netlink)",
            Native.SOCKET,
            AF_NETLINK,
            SOCK_RAW | Native.CLOSE_ON_EXEC,
            NETLINK_ROUTE));
  }

  private static ByteBuffer linkUp() {
    // struct ifinfomsg: family, padding, type, index, flags, the flags to change
    return message(RTM_NEWLINK, REQUEST_ACKNOWLEDGED, 16)
        .putInt(0)
        .putInt(INDEX)
        .putInt(IFF_UP)
        .putInt(IFF_UP)
        .flip();
  }

  private static ByteBuffer everythingIsLocal() {
    byte inet = 2;
    byte anyLength = 0;
    byte localTable = (byte) 255; // RT_TABLE_LOCAL
    byte boot = 3; // RTPROT_BOOT
    byte hostScope = (byte) 254; // RT_SCOPE_HOST
    byte localType = 2; // RTN_LOCAL
    // struct rtmsg, then one attribute: the outgoing interface
    return message(RTM_NEWROUTE, (short) (REQUEST_ACKNOWLEDGED | CREATE), 20)
        .put(inet)
        .put(anyLength)
        .put(anyLength)
        .put((byte) 0)
        .put(localTable)
        .put(boot)
        .put(hostScope)
        .put(localType)
        .putInt(0)
        .putShort((short) 8)
        .putShort(RTA_OIF)
        .putInt(INDEX)
        .flip();
  }

  private static ByteBuffer message(short type, short flags, int bodyLength) {
    return ByteBuffer.allocate(HEADER + bodyLength)
        .order(ByteOrder.nativeOrder())
        .putInt(HEADER + bodyLength)
        .putShort(type)
        .putShort(flags)
        .putInt(1)
        .putInt(0);
  }

  private static void ask(Descriptor socket, String what, ByteBuffer message)
      throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var out = arena.allocate(message.remaining());
      out.copyFrom(MemorySegment.ofBuffer(message));
      Native.callLong(what, Native.SEND, socket.number(), out.address(), out.byteSize(), 0);
      var in = arena.allocate(4096);
      long length =
          Native.callLong(what, Native.RECV, socket.number(), in.address(), in.byteSize(), 0);
      var answer = in.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder());
      if (answer.remaining() < HEADER + 4 || answer.getShort(4) != NLMSG_ERROR) {
        throw new ErrnoException(what, ErrnoException.EINVAL);
      }
      int error = -answer.getInt(HEADER);
      if (error != 0) {
        throw new ErrnoException(what, error);
      }
    }
  }
}
