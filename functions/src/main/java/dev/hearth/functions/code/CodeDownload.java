package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.identity.credentials.PrivateFile;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Links from which a package can be downloaded without a signature of AWS's, for ten minutes: what
/// `GetFunction` answers as `Code.Location`.
///
/// A link is `/_hearth/code/<sha in hexadecimal>?expires=<epoch seconds>&signature=<base 64 url>`;
/// the signature is an HMAC-SHA256 of the path and the time under a key that only this Hearth has.
public final class CodeDownload {
  /// Where the links begin; the server hands what comes there to [#open].
  public static final String PATH = "/_hearth/code/";

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern QUERY =
      Pattern.compile("expires=(?<expires>[0-9]{1,12})&signature=(?<signature>[a-zA-Z0-9_-]{43})");

  private final CodeStore store;
  private final SecretKeySpec key;
  private final InstantSource clock;

  private CodeDownload(CodeStore store, SecretKeySpec key, InstantSource clock) {
    this.store = store;
    this.key = key;
    this.clock = clock;
  }

  /// Links that stay valid over a restart: the key is kept in `keyFile`, made when it is missing.
  ///
  /// @throws UncheckedIOException when the file cannot be used
  public static CodeDownload open(
      CodeStore store, Path keyFile, SecureRandom random, InstantSource clock) {
    try {
      if (!Files.exists(keyFile)) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        PrivateFile.write(keyFile, bytes);
      }
      return new CodeDownload(
          store, new SecretKeySpec(Files.readAllBytes(keyFile), ALGORITHM), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A link to a package.
  ///
  /// @param endpoint how the client reaches Hearth
  /// @param sha256 in base 64, as `CodeSha256`
  public URI link(URI endpoint, String sha256) {
    var path = PATH + HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
    long expires = clock.instant().plus(LIFETIME).getEpochSecond();
    return endpoint.resolve(path + "?expires=" + expires + "&signature=" + sign(path, expires));
  }

  /// The archive that a link leads to. It may go while it is read, as any file that is deleted.
  ///
  /// @param path of the request
  /// @param query of the request, as it was sent
  /// @throws ServiceException `AccessDenied`, 403, for a link that was not made here or is too old;
  ///   `NoSuchKey`, 404, for a package that is not there any more
  public Path open(String path, String query) {
    var parts = QUERY.matcher(query);
    if (!path.startsWith(PATH) || !parts.matches()) {
      throw denied("This is no link to a code package.");
    }
    long expires = Long.parseLong(parts.group("expires"));
    var expected = sign(path, expires).getBytes(UTF_8);
    if (!MessageDigest.isEqual(expected, parts.group("signature").getBytes(UTF_8))) {
      throw denied("The link's signature does not match.");
    }
    if (clock.instant().isAfter(Instant.ofEpochSecond(expires))) {
      throw denied("Request has expired");
    }
    var name = path.substring(PATH.length());
    if (SHA256.matcher(name).matches()) {
      var archive =
          store.archive(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(name)));
      if (Files.isRegularFile(archive)) {
        return archive;
      }
    }
    throw new ServiceException("NoSuchKey", 404, "The code package is not there any more.");
  }

  private String sign(String path, long expires) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      var signature = mac.doFinal((path + "\n" + expires).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + ALGORITHM, e);
    }
  }

  private static ServiceException denied(String message) {
    return new ServiceException("AccessDenied", 403, message);
  }
}
