package dev.hearth.sandbox.egress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Copies between two connections until both sides have said all.
final class Relay {
  private static final int BUFFER = 16 * 1024;

  /// What one takes, both ways together.
  static final int BYTES = 2 * BUFFER;

  private Relay() {}

  /// Returns once both directions have ended; a failure of one ends the other.
  static void run(SocketChannel one, SocketChannel other) throws IOException {
    var back = Thread.ofVirtual().start(() -> copyOrClose(other, one));
    copyOrClose(one, other);
    try {
      back.join();
    } catch (InterruptedException e) {
      one.close();
      other.close();
      Thread.currentThread().interrupt();
    }
  }

  private static void copyOrClose(SocketChannel from, SocketChannel to) {
    try {
      copy(from, to);
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) throws IOException {
    var buffer = ByteBuffer.allocate(BUFFER);
    while (from.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
      buffer.clear();
    }
    to.shutdownOutput();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it was broken already
    }
  }
}
