package dev.hearth.wire.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.kernel.Region;
import dev.hearth.kernel.Require;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Authentication;
import dev.hearth.wire.http.HttpRequest;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Locale;

/// Verifies AWS Signature Version 4, in the `Authorization` header and in the query.
///
/// Signature Version 4A and Version 2 are refused, as is a signature of another day, another
/// content, or one that leaves out a header that it must cover.
///
/// Source: AWS IAM User Guide, "AWS Signature Version 4 for API requests"; S3 API Reference,
/// "Authenticating Requests".
public final class SigV4Verifier implements SignatureVerifier {
  /// A Lambda function's 50 MB of zipped code, in base64 within JSON, and what is around it.
  public static final int DEFAULT_BUFFERED_BYTES = 80 << 20;

  private final Authentication authentication;
  private final InstantSource clock;
  private final int bufferedBytes;
  private final SigningKeys keys = new SigningKeys();

  /// @param bufferedBytes most content that is held in memory to be hashed before it is handed out;
  ///   only content sent to S3 may be longer
  public SigV4Verifier(Authentication authentication, InstantSource clock, int bufferedBytes) {
    this.authentication = authentication;
    this.clock = clock;
    this.bufferedBytes = (int) Require.between("bufferedBytes", bufferedBytes, 1, 1 << 30);
  }

  @Override
  public Verified verify(HttpRequest request, Dialect dialect) {
    var claim = Claims.of(request, dialect);
    checkScope(claim, dialect);
    checkCoverage(request, claim, dialect);
    Freshness.check(claim, clock.instant(), dialect);
    var key = find(claim, dialect);
    var signingKey = keys.get(key.secret(), claim.credential().scope());
    var content = Content.of(request, claim, dialect, signingKey, bufferedBytes);
    var canonical = CanonicalRequest.of(request, claim, content.hash(), dialect);
    var signature = Digests.HEX.formatHex(signingKey.sign(stringToSign(claim, canonical)));
    if (!MessageDigest.isEqual(bytes(signature), bytes(claim.signature()))) {
      throw mismatch(dialect);
    }
    var scope = claim.credential().scope();
    return new Verified(
        key.caller(),
        new Region(scope.region()),
        scope.service(),
        content.body(),
        content.length());
  }

  static ServiceException mismatch(Dialect dialect) {
    return Fault.MISMATCH.in(
        dialect,
        dialect == Dialect.S3
            ? "The request signature we calculated does not match the signature you provided."
                + " Check your key and signing method."
            : "The request signature we calculated does not match the signature you provided."
                + " Check your AWS Secret Access Key and signing method. Consult the service"
                + " documentation for details.");
  }

  private static void checkScope(Claim claim, Dialect dialect) {
    var scope = claim.credential().scope();
    if (!claim.timestamp().startsWith(scope.date()) || scope.date().length() != 8) {
      throw Fault.MISMATCH.in(
          dialect,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '"
              + scope.date()
              + "' != '"
              + claim.timestamp().substring(0, 8)
              + "', from '"
              + claim.timestamp()
              + "'.");
    }
    if (!Region.isValid(scope.region())) {
      throw Fault.MISMATCH.in(
          dialect, "Credential should be scoped to a valid region, not '" + scope.region() + "'. ");
    }
  }

  /// What decides about the request must be signed: the host, and every header of AWS's own.
  private static void checkCoverage(HttpRequest request, Claim claim, Dialect dialect) {
    var signed = claim.signedHeaders();
    if (!signed.contains("host")) {
      throw Fault.NOT_COVERED.in(
          dialect, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (var name : request.headers().asMap().keySet()) {
      var lower = name.toLowerCase(Locale.ROOT);
      boolean mustBe =
          lower.startsWith("x-amz-") && !(claim.presigned() && lower.equals(Content.HASH_HEADER));
      if (mustBe && !signed.contains(lower)) {
        throw Fault.NOT_COVERED.in(
            dialect,
            dialect == Dialect.S3
                ? "There were headers present in the request which were not signed"
                : "'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
      }
    }
  }

  private Authentication.Key find(Claim claim, Dialect dialect) {
    try {
      return authentication
          .find(claim.credential().accessKeyId(), claim.token())
          .orElseThrow(() -> unknown(claim, dialect));
    } catch (ServiceException e) {
      if (e.code().startsWith("ExpiredToken")) {
        throw Fault.EXPIRED_TOKEN.in(
            dialect,
            dialect == Dialect.S3
                ? "The provided token has expired."
                : "The security token included in the request is expired");
      }
      throw e;
    }
  }

  private static ServiceException unknown(Claim claim, Dialect dialect) {
    if (dialect != Dialect.S3) {
      return Fault.UNKNOWN_KEY.in(
          dialect, "The security token included in the request is invalid.");
    }
    return claim.token() == null
        ? Fault.UNKNOWN_KEY.in(
            dialect, "The AWS Access Key Id you provided does not exist in our records.")
        : Fault.WRONG_TOKEN.in(dialect, "The provided token is malformed or otherwise invalid.");
  }

  private static String stringToSign(Claim claim, String canonical) {
    return "AWS4-HMAC-SHA256\n"
        + claim.timestamp()
        + "\n"
        + claim.credential().scope()
        + "\n"
        + Digests.HEX.formatHex(Digests.sha256(bytes(canonical)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
