package dev.hearth.identity.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpLimits;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpServer;
import dev.hearth.wire.http.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  private LocalAuthority authority() {
    return new LocalAuthority(folder, new SecureRandom(), now::get);
  }

  private static HttpServer serve(Tls tls) throws IOException {
    return new HttpServer(LOOPBACK, 0, tls, HttpLimits.DEFAULT, List.of(), TlsTest::answer);
  }

  private static HttpResponse answer(dev.hearth.wire.http.HttpRequest request) {
    try {
      var text = request.endpoint() + "|" + request.body().readAllBytes().length;
      return HttpResponse.of(200, HttpHeaders.of("Content-Type", "text/plain"), Payload.of(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static java.net.http.HttpResponse<String> post(
      HttpServer server, SSLContext context, HttpClient.Version version, byte[] body)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().sslContext(context).version(version).build()) {
      var uri = URI.create("https://localhost:" + server.port() + "/");
      return client.send(
          HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build(),
          BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatTrustsTheAuthoritySpeaksEitherHttpOverTls(HttpClient.Version version)
      throws Exception {
    var authority = authority();
    try (var server = serve(authority.tls(LOOPBACK, List.of()))) {
      var answer = post(server, trusting(authority.certificate()), version, new byte[3_000_000]);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.body()).isEqualTo("https://localhost:" + server.port() + "|3000000");
    }
  }

  @Test
  void aClientThatDoesNotTrustTheAuthorityRefusesTheServer() throws Exception {
    try (var server = serve(authority().tls(LOOPBACK, List.of()))) {
      assertThatThrownBy(
              () -> post(server, SSLContext.getDefault(), HttpClient.Version.HTTP_2, new byte[0]))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void whatIsNoTlsIsCutOffAndHarmsNobodyElse() throws Exception {
    var authority = authority();
    try (var server = serve(authority.tls(LOOPBACK, List.of()))) {
      try (var plain = new Socket(LOOPBACK, server.port())) {
        plain
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answer).doesNotContain("HTTP/1.1 200");
      }
      var context = trusting(authority.certificate());
      assertThat(post(server, context, HttpClient.Version.HTTP_1_1, new byte[1]).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void theServerEndsTlsSoThatNothingCanBeCutOffUnseen() throws Exception {
    var authority = authority();
    try (var server = serve(authority.tls(LOOPBACK, List.of()));
        var client =
            (SSLSocket)
                trusting(authority.certificate())
                    .getSocketFactory()
                    .createSocket(LOOPBACK, server.port())) {
      client
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      // Without its end, reading on would fail.
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void keysAreForTheirOwnerAloneAndStayTheSame() throws Exception {
    var first = authority();
    first.tls(LOOPBACK, List.of("a.example.com"));
    var made = Files.readString(folder.resolve("server.pem"));
    for (var name : List.of("ca.key", "server.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
    authority().tls(LOOPBACK, List.of("a.example.com"));
    assertThat(Files.readString(folder.resolve("server.pem"))).isEqualTo(made);
  }

  @Test
  void aNewNameOrACertificateAboutToExpireMakesAnotherOfTheSameAuthority() throws Exception {
    authority().tls(LOOPBACK, List.of());
    var root = Files.readString(folder.resolve("ca.pem"));
    var made = Files.readString(folder.resolve("server.pem"));

    authority().tls(LOOPBACK, List.of("b.example.com"));
    var named = Files.readString(folder.resolve("server.pem"));
    assertThat(named).isNotEqualTo(made);
    now.updateAndGet(time -> time.plus(Duration.ofDays(340)));
    authority().tls(LOOPBACK, List.of("b.example.com"));
    assertThat(Files.readString(folder.resolve("server.pem"))).isNotEqualTo(named);
    assertThat(Files.readString(folder.resolve("ca.pem"))).isEqualTo(root);
  }

  @Test
  void certificatesAreReplacedWithoutARestartAndOnesThatDoNotFitAreNot() throws Exception {
    var other = new LocalAuthority(folder.resolve("other"), new SecureRandom(), now::get);
    other.tls(LOOPBACK, List.of());
    var authority = authority();
    try (var server = serve(authority.tls(LOOPBACK, List.of()))) {
      var old = trusting(authority.certificate());
      var current = trusting(other.certificate());

      replace("server.pem"); // the key is missing yet
      assertThat(post(server, old, HttpClient.Version.HTTP_1_1, new byte[0]).statusCode())
          .isEqualTo(200);
      replace("server.key");
      assertThat(post(server, current, HttpClient.Version.HTTP_1_1, new byte[0]).statusCode())
          .isEqualTo(200);
    }
  }

  /// Takes the other authority's file, some seconds later.
  private void replace(String name) throws IOException {
    now.updateAndGet(time -> time.plusSeconds(5));
    Files.write(folder.resolve(name), Files.readAllBytes(folder.resolve("other").resolve(name)));
    Files.setLastModifiedTime(
        folder.resolve(name), java.nio.file.attribute.FileTime.from(now.get()));
  }

  @Test
  void filesThatCannotBeUsedAreSaidInWords() throws Exception {
    authority().tls(LOOPBACK, List.of());
    var certificate = folder.resolve("server.pem");
    var key = folder.resolve("server.key");
    var missing = folder.resolve("missing.pem");

    assertRefused(missing, key, "there is no file");
    assertRefused(key, key, "holds no certificate in PEM");
    assertRefused(certificate, certificate, "holds no private key in PEM");
    assertRefused(certificate, folder.resolve("ca.key"), "is not that of the first certificate");
  }

  private void assertRefused(Path certificate, Path key, String why) {
    assertThatThrownBy(() -> new CertificateFiles(certificate, key, now::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
