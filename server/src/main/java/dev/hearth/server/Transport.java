package dev.hearth.server;

import java.nio.file.Path;
import java.util.List;

/// How what passes between clients and Hearth is protected.
public sealed interface Transport {
  /// HTTP in the clear.
  record Plain() implements Transport {}

  /// TLS with a certificate of the operator's.
  ///
  /// @param certificates in PEM, the server's first; both files may be replaced at any time
  /// @param key in PEM, without a password
  record OwnCertificate(Path certificates, Path key) implements Transport {}

  /// TLS with a certificate that an authority of this Hearth's own signs.
  ///
  /// @param names by which clients reach it, beside those of this machine
  record LocalCertificate(List<String> names) implements Transport {}
}
