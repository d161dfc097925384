package dev.hearth.sandbox.attacks;

import java.util.List;

/// On what can be reached by sockets: the host, its neighbours, clouds' metadata, the kernel.
final class NetworkAttacks {
  private static final String UNREACHABLE =
      "ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EACCES|EINVAL|connected, hung"
          + " up";

  /// Where ports differ in the reason.
  private static final String UNREACHABLE_EACH =
      UNREACHABLE
          + "|\\{('(ECONNREFUSED|ECONNRESET|connected, hung up|timed out)': \\[[0-9, ]*](, )?)+}";

  private NetworkAttacks() {}

  static final List<Attack> SOCKETS =
      Attack.table(
          "opens a raw socket",
          "all_of(lambda p: socket.socket(socket.AF_INET, socket.SOCK_RAW, p), 0, 1, 6, 255)",
          "EPERM",
          "opens sockets of packets, hypervisors, Bluetooth, the kernel's cryptography and more",
          "all_of(lambda f: call('socket', f, 3 if f == 17 else 1, 0), 3, 4, 5, 9, 15, 17, 21, 24,"
              + " 26, 29, 30, 31, 38, 40, 41, 42, 43, 44)",
          "EAFNOSUPPORT",
          "opens the same in pairs",
          "all_of(lambda f: call('socketpair', f, 1, 0, bytes(8)), 2, 3, 4, 5, 9, 10, 15, 16, 17,"
              + " 21, 24, 26, 29, 30, 31, 38, 40, 41, 42, 43, 44)",
          "EAFNOSUPPORT",
          "has the kernel load seldom used protocols (SCTP, DCCP, MPTCP, L2TP)",
          "all_of(lambda c: call('socket', *c), (2, 1, 132), (2, 5, 132), (2, 2, 136), (2, 1, 262),"
              + " (2, 2, 115), (10, 1, 132), (10, 1, 262))",
          "EPROTONOSUPPORT|\\{'EPROTONOSUPPORT': .*'EPERM': .*\\(2, 5, 132\\).*}",
          "asks netlink for anything but routes",
          "all_of(lambda p: call('socket', 16, 3, p), 2, 4, 6, 7, 9, 11, 12, 15, 16, 18, 20, 21)",
          "EAFNOSUPPORT",
          "gives its network another address",
          """
          s = socket.socket(16, 3, 0)
          address = struct.pack('=BBBBi', 2, 32, 0, 0, 1)
          address += struct.pack('=HH4B', 8, 2, 192, 0, 2, 9) + struct.pack('=HH4B', 8, 1, 192, 0,
                                                                             2, 9)
          s.send(struct.pack('=IHHII', 16 + len(address), 20, 5, 1, 0) + address)
          result = errno.errorcode[-struct.unpack_from('=i', s.recv(4096), 16)[0]]
          """,
          "EPERM|EAFNOSUPPORT",
          "gives its network another device",
          """
          s = socket.socket(16, 3, 0)
          device = struct.pack('=BBHiII', 0, 0, 0, 0, 0, 0xffffffff)
          device += struct.pack('=HH12s', 16, 18, struct.pack('=HH8s', 9, 1, b'dummy'))
          s.send(struct.pack('=IHHII', 16 + len(device), 16, 0x605, 1, 0) + device)
          result = errno.errorcode[-struct.unpack_from('=i', s.recv(4096), 16)[0]]
          """,
          "EPERM|EAFNOSUPPORT",
          "marks and routes its packets as it likes",
          "all_of(lambda o: socket.socket().setsockopt(*o), (1, 36, 1), (1, 33, 1), (1, 32, 1))",
          "EPERM",
          "changes the packet filter",
          """
          with socket.socket() as s:
              result = call('setsockopt', s.fileno(), 0, 64, bytes(84), 84)
          """,
          "EPERM|ENOPROTOOPT",
          "listens where the platform does",
          "all_of(lambda p: socket.socket().bind(('127.0.0.1', p)), 9001, 53)",
          "EADDRINUSE|EACCES|\\{'EADDRINUSE': .*'EACCES': .*}",
          "reads the host's sockets and interfaces",
          "[l.split(':')[0].strip() for l in open('/proc/net/dev') if ':' in l and"
              + " l.split(':')[0].strip() != 'lo']",
          "\\[]");

  static final List<Attack> ADDRESSES =
      Attack.table(
          "reaches a service on the host's loopback",
          "connect('127.0.0.1', port)",
          "ECONNREFUSED",
          "reaches it by other names of loopback",
          "all_of(lambda h: connect(h, port), '127.0.0.2', '127.1', '0.0.0.0', '0', '2130706433',"
              + " '0x7f000001', '0177.0.0.1', 'localhost')",
          "ECONNREFUSED|\\{'ECONNREFUSED': .*'ECONNRESET': .*}",
          "reaches it over IPv6",
          "all_of(lambda h: connect(h, port, socket.AF_INET6), '::1', '::', '::ffff:127.0.0.1')",
          "(?s)(?!.*connected).*(ECONNREFUSED|ENETUNREACH|EADDRNOTAVAIL).*",
          "reaches it by the host's other addresses",
          "all_of(lambda h: connect(h, port), *addresses) if addresses else 'none'",
          "ECONNREFUSED|ECONNRESET|connected, hung up|none",
          "reaches it by the host's other addresses, as IPv6",
          "all_of(lambda h: connect('::ffff:' + h, port, socket.AF_INET6), *addresses) if addresses"
              + " else 'none'",
          "ECONNREFUSED|ECONNRESET|connected, hung up|none",
          "reaches it by the host's IPv6 addresses",
          "all_of(lambda h: connect(h, port, socket.AF_INET6), *addresses6) if addresses6 else"
              + " 'none'",
          "none|(?!.*connected).*(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EINVAL).*",
          "reads a cloud's metadata (AWS, Google, Azure, Oracle, Alibaba, ECS)",
          "all_of(lambda h: connect(h, 80), '169.254.169.254', '169.254.170.2', '169.254.169.253',"
              + " '168.63.129.16', '192.0.0.192', '100.100.100.200')",
          UNREACHABLE,
          "reads a cloud's metadata on other ports",
          "all_of(lambda p: connect('169.254.169.254', p), 22, 443, 1338, 8080, 32526, 53)",
          UNREACHABLE_EACH,
          "reads a cloud's metadata over IPv6",
          "all_of(lambda h: connect(h, 80, socket.AF_INET6), 'fd00:ec2::254', 'fd20:ce::254',"
              + " 'fe80::a9fe:a9fe%lo')",
          "ENETUNREACH|EADDRNOTAVAIL|EHOSTUNREACH|\\{.*E(NETUNREACH|ADDRNOTAVAIL|HOSTUNREACH).*}",
          "reads a cloud's metadata as an IPv6 address of an IPv4 one",
          "all_of(lambda h: connect(h, 80, socket.AF_INET6), '::ffff:169.254.169.254',"
              + " '::ffff:a9fe:a9fe')",
          UNREACHABLE,
          "reaches a private network",
          "all_of(lambda h: connect(h, 80), '10.0.0.1', '10.255.255.254', '172.16.0.1',"
              + " '172.17.0.1', '172.31.255.254', '192.168.0.1', '192.168.1.1', '100.64.0.1',"
              + " '198.18.0.1', '192.0.2.1')",
          UNREACHABLE,
          "reaches a private network whatever the port",
          "all_of(lambda p: connect('10.0.0.1', p), 22, 53, 111, 2375, 2379, 3306, 5432, 6443,"
              + " 10250, 11211, 65535)",
          UNREACHABLE_EACH,
          "reaches broadcast, multicast and reserved addresses",
          "all_of(lambda h: connect(h, 80), '255.255.255.255', '224.0.0.1', '240.0.0.1',"
              + " '0.1.2.3')",
          "(?s)(?!.*answered).*",
          "sends datagrams out",
          """
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          s.connect(('8.8.8.8', 53))
          s.settimeout(2)
          s.send(b'x')
          s.recv(10)
          """,
          "ECONNREFUSED",
          "reaches Hearth's endpoint by the platform's own listener",
          """
          listening = {int(l.split()[1].split(':')[1], 16) for l in open('/proc/net/tcp')
                       if l.split()[3] == '0A'}
          result = all_of(lambda p: connect('127.0.0.1', p), *(listening - {53, 9001}))
          """,
          UNREACHABLE_EACH);
}
