package dev.hearth.sandbox.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A DNS query with one question. Source: RFC 1035, 4.1.
///
/// @param name in lower case, without a last dot
/// @param type such as 1 for an IPv4 address
/// @param message all up to the end of the question
record DnsQuestion(String name, int type, ByteBuffer message) {
  private static final int HEADER = 12;
  private static final int A = 1;
  private static final int IN = 1;
  private static final int RECORD = 10; // what goes between a record's name and its data
  private static final int POINTER = 0xc0; // to where a name has been written before
  private static final short RESPONSE = (short) 0x8000;
  private static final short RECURSION_DESIRED = 0x0100;
  private static final short RECURSION_AVAILABLE = 0x0080;
  private static final short REFUSED = 5;

  /// Reads a query; nothing where it is malformed or none.
  static Optional<DnsQuestion> parse(ByteBuffer query) {
    int end = query.limit();
    if (end < HEADER || query.getShort(2) < 0 || query.getShort(4) != 1) {
      return Optional.empty();
    }
    var name = new StringBuilder();
    int at = HEADER;
    while (at < end && query.get(at) != 0) {
      int length = query.get(at++) & 0xff;
      // A question's own name is never compressed; lengths above 63 would be.
      if (length > 63 || at + length >= end) {
        return Optional.empty();
      }
      var label = new byte[length];
      query.get(at, label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, ISO_8859_1));
      at += length;
    }
    int after = at + 5; // the name's end, type, class
    return after > end
        ? Optional.empty()
        : Optional.of(
            new DnsQuestion(
                name.toString().toLowerCase(Locale.ROOT),
                query.getShort(at + 1),
                query.slice(0, after)));
  }

  /// Whether it asks for what is always this machine (RFC 6761, 6.3).
  boolean isLocal() {
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  /// 127.0.0.1, or no record where another type is asked for.
  ByteBuffer loopback() {
    if (type != A) {
      return answer((short) 0, 0).flip();
    }
    short nameOfTheQuestion = (short) (0xc000 | HEADER); // a pointer
    return answer((short) 0, 1)
        .putShort(nameOfTheQuestion)
        .putShort((short) A)
        .putShort((short) 1) // class IN
        .putInt(60) // seconds to live
        .putShort((short) 4)
        .put(new byte[] {127, 0, 0, 1})
        .flip();
  }

  /// No answer, by policy.
  ByteBuffer refusal() {
    return answer(REFUSED, 0).flip();
  }

  /// The IPv4 addresses that an answer to it has, under whatever other names.
  ///
  /// @param answer of a name server of the host's, which may be cut short
  List<Inet4Address> addresses(ByteBuffer answer) {
    var addresses = new ArrayList<Inet4Address>();
    try {
      int records = answer.getShort(6) & 0xffff;
      int at = message.limit();
      while (records-- > 0) {
        at = afterName(answer, at);
        int length = answer.getShort(at + 8) & 0xffff; // behind type, class and time to live
        if (answer.getShort(at) == A && answer.getShort(at + 2) == IN && length == 4) {
          var bytes = new byte[4];
          answer.get(at + RECORD, bytes);
          addresses.add((Inet4Address) InetAddress.getByAddress(bytes));
        }
        at += RECORD + length;
      }
    } catch (IndexOutOfBoundsException | UnknownHostException _) {
      // what has been found is true all the same
    }
    return addresses;
  }

  private static int afterName(ByteBuffer answer, int at) {
    for (int length = answer.get(at) & 0xff; length != 0; length = answer.get(at) & 0xff) {
      if (length >= POINTER) {
        return at + 2;
      }
      at += 1 + length;
    }
    return at + 1;
  }

  private ByteBuffer answer(short code, int records) {
    var answer = ByteBuffer.allocate(message.limit() + 16).put(message.duplicate().rewind());
    short asked = (short) (message.getShort(2) & RECURSION_DESIRED);
    answer.putShort(2, (short) (RESPONSE | asked | RECURSION_AVAILABLE | code));
    answer.putShort(6, (short) records);
    // Whatever came after the question, such as EDNS options, is not repeated.
    return answer.putShort(8, (short) 0).putShort(10, (short) 0);
  }
}
