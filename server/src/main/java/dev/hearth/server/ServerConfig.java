package dev.hearth.server;

import dev.hearth.identity.audit.AuditConfig;
import java.net.InetAddress;
import java.nio.file.Path;

/// What `hearth up` can be told.
///
/// @param listen where to listen; a loopback address in development mode
/// @param port 0 for any free one
/// @param data the data folder, made when absent
/// @param dev accept the key `test`/`test` and keys of twelve digits, as emulators do
/// @param transport how what passes between clients and Hearth is protected
/// @param functions what functions run on, and what they may reach
/// @param messaging how messages come from outside and go there
/// @param audit what is audited, and how long that is kept
/// @param identity who may sign in from elsewhere, and where the master key is
public record ServerConfig(
    InetAddress listen,
    int port,
    Path data,
    boolean dev,
    Transport transport,
    FunctionsConfig functions,
    MessagingConfig messaging,
    AuditConfig audit,
    IdentityConfig identity) {
  /// A Hearth for this machine, in the clear, that is otherwise as `hearth up` without options.
  public ServerConfig(int port, Path data, boolean dev, FunctionsConfig functions) {
    this(
        InetAddress.getLoopbackAddress(),
        port,
        data,
        dev,
        new Transport.Plain(),
        functions,
        MessagingConfig.DEFAULT,
        AuditConfig.DEFAULT,
        IdentityConfig.DEFAULT);
  }

  /// Rejects what would open the well-known development key to a network.
  public ServerConfig {
    if (dev && !listen.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "listen: "
              + listen.getHostAddress()
              + " (expected: a loopback address, for --dev accepts a key that everybody knows)");
    }
  }

  /// The same, with what passes protected so.
  public ServerConfig with(Transport protection) {
    return new ServerConfig(
        listen, port, data, dev, protection, functions, messaging, audit, identity);
  }

  /// The same, with messages that come and go so.
  public ServerConfig with(MessagingConfig messages) {
    return new ServerConfig(
        listen, port, data, dev, transport, functions, messages, audit, identity);
  }

  /// The same, with identities and keys so.
  public ServerConfig with(IdentityConfig identities) {
    return new ServerConfig(
        listen, port, data, dev, transport, functions, messaging, audit, identities);
  }
}
