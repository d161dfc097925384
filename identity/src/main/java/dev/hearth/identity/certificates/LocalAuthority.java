package dev.hearth.identity.certificates;

import dev.hearth.identity.credentials.PrivateFile;
import dev.hearth.wire.http.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// An authority of this Hearth's own, for machines where nobody else gives out certificates. It is
/// made at its first use and kept; clients that trust its certificate trust this server.
///
/// ```
/// <folder>/ca.pem      the authority's certificate, for clients
///          ca.key      its key, for its owner alone
///          server.pem  the server's certificate, and the authority's
///          server.key
/// ```
public final class LocalAuthority {
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3_650);

  /// Clients of Apple's refuse more than 825.
  private static final Duration SERVER_VALIDITY = Duration.ofDays(365);

  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  /// How the machine itself reaches it, the URLs of functions included.
  private static final List<String> OWN_NAMES =
      List.of(
          "localhost",
          "*.localhost",
          "*.lambda-url.us-east-1.localhost",
          "127.0.0.1",
          "0:0:0:0:0:0:0:1");

  private final Path folder;
  private final Certificates certificates;
  private final InstantSource clock;

  /// @param folder of this class's own
  public LocalAuthority(Path folder, SecureRandom random, InstantSource clock) {
    this.folder = folder;
    this.certificates = new Certificates(random);
    this.clock = clock;
  }

  /// The authority's certificate, which clients must trust.
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /// TLS for a server that is reached by `names` and by this machine's own.
  ///
  /// @param listen where it listens
  /// @param names more host names
  /// @throws UncheckedIOException where the folder cannot be used
  public Tls tls(InetAddress listen, List<String> names) {
    var server = folder.resolve("server.pem");
    var key = folder.resolve("server.key");
    try {
      var wanted = names(listen, names);
      if (!serves(server, key, wanted)) {
        issue(wanted, server, key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep certificates in " + folder, e);
    }
    return new CertificateFiles(server, key, clock);
  }

  private void issue(List<String> names, Path server, Path keyFile) throws IOException {
    var authority = authority();
    var pair = certificates.newKey();
    var issuer = authority.chain().getFirst();
    var certificate =
        certificates.server(
            new Certificates.Issuer(
                issuer.getSubjectX500Principal(), issuer.getPublicKey(), authority.key()),
            pair.getPublic(),
            names,
            clock.instant(),
            SERVER_VALIDITY);
    PrivateFile.write(keyFile, Certificates.pem(pair.getPrivate()));
    PrivateFile.write(server, Certificates.pem(certificate, issuer));
  }

  private Credential authority() throws IOException {
    var keyFile = folder.resolve("ca.key");
    var known = usable(certificate(), keyFile);
    if (known != null) {
      return known;
    }
    var pair = certificates.newKey();
    var name = new X500Principal("CN=Hearth on " + hostName() + ",O=Hearth's local authority");
    var made =
        certificates.authority(
            new Certificates.Issuer(name, pair.getPublic(), pair.getPrivate()),
            clock.instant(),
            AUTHORITY_VALIDITY);
    PrivateFile.write(keyFile, Certificates.pem(pair.getPrivate()));
    PrivateFile.write(certificate(), Certificates.pem(made));
    return new Credential(pair.getPrivate(), List.of(made));
  }

  /// What the files hold, unless that is nothing, damaged or about to expire.
  private @Nullable Credential usable(Path file, Path keyFile) {
    if (!Files.exists(file) || !Files.exists(keyFile)) {
      return null;
    }
    try {
      var known = Credential.read(file, keyFile);
      var end = known.chain().getFirst().getNotAfter().toInstant();
      return end.isAfter(clock.instant().plus(RENEWED_BEFORE)) ? known : null;
    } catch (IllegalArgumentException _) {
      return null; // a crash between the two files, or somebody's edit
    }
  }

  private boolean serves(Path file, Path keyFile, List<String> wanted) {
    var known = usable(file, keyFile);
    var authority = usable(certificate(), folder.resolve("ca.key"));
    return known != null
        && authority != null
        && known.chain().getLast().equals(authority.chain().getFirst())
        && namesOf(known.chain().getFirst()).containsAll(wanted);
  }

  private static Set<String> namesOf(X509Certificate certificate) {
    var names = new HashSet<String>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.forEach(entry -> names.add((String) entry.get(1)));
      }
    } catch (CertificateParsingException _) {
      // then it has none, and another is made
    }
    return names;
  }

  private static List<String> names(InetAddress listen, List<String> more) {
    var names = new ArrayList<>(OWN_NAMES);
    if (!listen.isLoopbackAddress()) {
      names.add(hostName());
      if (!listen.isAnyLocalAddress()) {
        names.add(Certificates.name(listen));
      }
    }
    names.addAll(more);
    return names.stream().distinct().toList();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException _) {
      return "localhost"; // a machine that does not know its own name
    }
  }
}
