package dev.hearth.sandbox.egress;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a sandbox finds at 127.0.0.1:53. It answers for `localhost` and all names below it, where
/// Hearth itself is found, and hands other questions to the host's name servers.
final class NameServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(NameServer.class.getName());
  private static final int MAX_QUESTIONS = 64;
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

  private final EgressRules rules;
  private final Resolver resolver;
  private final DatagramChannel datagrams;
  private final ServerSocketChannel listener;
  private final Semaphore room = new Semaphore(MAX_QUESTIONS);
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private volatile Consumer<String> refused = _ -> {};

  NameServer(
      EgressRules rules,
      Resolver resolver,
      DatagramChannel datagrams,
      ServerSocketChannel listener) {
    this.rules = rules;
    this.resolver = resolver;
    this.datagrams = datagrams;
    this.listener = listener;
  }

  /// @param refused is told each name that may not be asked for
  void serve(Consumer<String> refused) {
    this.refused = refused;
    Thread.ofVirtual().start(this::receive);
    Thread.ofVirtual().start(this::accept);
  }

  private void receive() {
    try {
      while (true) {
        var question = ByteBuffer.allocate(Resolver.LARGEST_DATAGRAM);
        var from = datagrams.receive(question);
        question.flip();
        // One question too many is dropped, as any datagram may be; it will be asked again.
        if (from != null && room.tryAcquire()) {
          Thread.ofVirtual().start(() -> reply(question, from));
        }
      }
    } catch (IOException e) {
      ended(e);
    }
  }

  private void reply(ByteBuffer question, SocketAddress from) {
    try {
      var message = DnsQuestion.parse(question);
      if (message.isPresent()) {
        var own = ownAnswer(message.get());
        datagrams.send(own != null ? own : asked(message.get(), question), from);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a name could not be resolved: {0}", e.toString());
    } finally {
      room.release();
    }
  }

  private ByteBuffer asked(DnsQuestion question, ByteBuffer message) throws IOException {
    var answer = resolver.ask(message);
    rules.resolved(question, answer);
    return answer;
  }

  private @Nullable ByteBuffer ownAnswer(DnsQuestion question) throws IOException {
    if (question.isLocal()) {
      return question.loopback();
    }
    if (rules.resolves(question.name())) {
      return null;
    }
    refused.accept(question.name());
    return question.refusal();
  }

  private void accept() {
    try {
      while (true) {
        var from = listener.accept();
        if (room.tryAcquire()) {
          Thread.ofVirtual().start(() -> converse(from));
        } else {
          from.close();
        }
      }
    } catch (IOException e) {
      ended(e);
    }
  }

  private void converse(SocketChannel from) {
    connections.add(from);
    try (from) {
      from.socket().setSoTimeout(Math.toIntExact(IDLE_LIMIT.toMillis()));
      var in = from.socket().getInputStream();
      while (true) {
        var question = readMessage(in);
        var message = DnsQuestion.parse(ByteBuffer.wrap(question));
        if (message.isEmpty()) {
          return;
        }
        var own = ownAnswer(message.get());
        var answer = own == null ? askedAtLength(message.get(), question) : bytes(own);
        writeMessage(from.socket().getOutputStream(), answer);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a conversation about names ended: {0}", e.toString());
    } finally {
      connections.remove(from);
      room.release();
    }
  }

  private byte[] askedAtLength(DnsQuestion question, byte[] message) throws IOException {
    var answer = resolver.askAtLength(message);
    rules.resolved(question, ByteBuffer.wrap(answer));
    return answer;
  }

  /// Over TCP two bytes of length go before each message (RFC 1035, 4.2.2).
  static byte[] readMessage(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    var message = new byte[data.readUnsignedShort()];
    data.readFully(message);
    return message;
  }

  static void writeMessage(OutputStream out, byte[] message) throws IOException {
    var framed = ByteBuffer.allocate(2 + message.length).putShort((short) message.length);
    out.write(framed.put(message).array());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void ended(IOException e) {
    if (!(e instanceof ClosedChannelException)) {
      LOG.log(Level.WARNING, "a sandbox's name server has ended", e);
    }
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    listener.close();
    for (var connection : connections) {
      connection.close();
    }
  }
}
