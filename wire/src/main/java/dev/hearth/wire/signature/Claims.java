package dev.hearth.wire.signature;

import dev.hearth.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds a request's [Claim], in its `Authorization` header or in its query.
final class Claims {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String OTHER_MECHANISM =
      "The authorization mechanism you have provided is not supported. Please use "
          + ALGORITHM
          + ".";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);
  static final String IN_QUERY_OF_VERSION_2 = "AWSAccessKeyId=";

  private static final int WEEK_SECONDS = 604_800;

  private static final List<String> QUERY_PARAMETERS =
      List.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Signature",
          "X-Amz-SignedHeaders",
          "X-Amz-Date");

  private final HttpRequest request;
  private final Dialect dialect;

  private Claims(HttpRequest request, Dialect dialect) {
    this.request = request;
    this.dialect = dialect;
  }

  /// @throws dev.hearth.kernel.ServiceException where there is no signature, or half of one
  static Claim of(HttpRequest request, Dialect dialect) {
    var claims = new Claims(request, dialect);
    var authorization = request.headers().all("Authorization");
    boolean inQuery =
        request.rawQuery().contains("X-Amz-Algorithm=")
            || request.rawQuery().contains("X-Amz-Signature=");
    if (authorization.size() > 1 || (!authorization.isEmpty() && inQuery)) {
      throw Fault.TWO_SIGNATURES.in(
          dialect,
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature"
              + " query string parameter or the Authorization header should be specified");
    }
    if (!authorization.isEmpty()) {
      return claims.inHeader(authorization.getFirst());
    }
    if (inQuery) {
      return claims.inQuery();
    }
    if (request.rawQuery().contains(IN_QUERY_OF_VERSION_2)) {
      throw Fault.UNSUPPORTED.in(dialect, OTHER_MECHANISM);
    }
    throw Fault.NOT_SIGNED.in(
        dialect,
        switch (dialect) {
          case QUERY -> "Request is missing Authentication Token";
          case S3 -> "Access Denied";
          case AWS_JSON, REST_JSON -> "Missing Authentication Token";
        });
  }

  /// The moment as strings to sign have it.
  static String timestamp(Instant time) {
    return TIMESTAMP.format(time);
  }

  private Claim inHeader(String authorization) {
    int space = authorization.indexOf(' ');
    var algorithm = space < 0 ? authorization : authorization.substring(0, space);
    if (!algorithm.equals(ALGORITHM)) {
      refuseAlgorithm(algorithm, authorization);
    }
    var parts = new HashMap<String, String>();
    for (var part : authorization.substring(algorithm.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      var name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (name.isEmpty() || parts.put(name, part.substring(equals + 1).strip()) != null) {
        throw Fault.INCOMPLETE.in(
            dialect,
            "'"
                + part.strip()
                + "' not a valid key=value pair (missing equal-sign) in"
                + " Authorization header: "
                + hashed(authorization));
      }
    }
    var timestamp = headerTimestamp();
    var missing = new StringBuilder();
    for (var name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (parts.getOrDefault(name, "").isEmpty()) {
        missing.append("Authorization header requires '").append(name).append("' parameter. ");
      }
    }
    if (timestamp == null) {
      missing.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    if (!missing.isEmpty() || timestamp == null) {
      throw Fault.INCOMPLETE.in(dialect, missing + hashed(authorization));
    }
    return new Claim(
        credential(Fault.INCOMPLETE, parts.getOrDefault("Credential", "")),
        signedHeaders(Fault.INCOMPLETE, parts.getOrDefault("SignedHeaders", "")),
        parts.getOrDefault("Signature", ""),
        timestamp,
        time(Fault.INCOMPLETE, timestamp),
        request.headers().first("X-Amz-Security-Token").orElse(null),
        false,
        null);
  }

  private void refuseAlgorithm(String algorithm, String authorization) {
    boolean isOther = algorithm.startsWith("AWS4-");
    if (dialect == Dialect.S3 || isOther) {
      throw Fault.UNSUPPORTED.in(dialect, OTHER_MECHANISM);
    }
    throw Fault.INCOMPLETE.in(
        dialect,
        "Authorization header requires 'Credential' parameter. Authorization header requires"
            + " 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
            + hashed(authorization));
  }

  private Claim inQuery() {
    var parameters = new HashMap<String, String>();
    for (var parameter : request.rawQuery().split("&", -1)) {
      int equals = parameter.indexOf('=');
      var name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (name.startsWith("X-Amz-")) {
        var value = UriEncoding.decode(equals < 0 ? "" : parameter.substring(equals + 1));
        if (parameters.put(name, value) != null) {
          throw Fault.INCOMPLETE_QUERY.in(dialect, "Query parameter '" + name + "' given twice");
        }
      }
    }
    for (var name : QUERY_PARAMETERS) {
      if (parameters.getOrDefault(name, "").isEmpty()) {
        throw missing(name);
      }
    }
    if (!ALGORITHM.equals(parameters.get("X-Amz-Algorithm"))) {
      throw Fault.UNSUPPORTED.in(dialect, "X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
    }
    var timestamp = value(parameters, "X-Amz-Date");
    return new Claim(
        credential(Fault.INCOMPLETE_QUERY, value(parameters, "X-Amz-Credential")),
        signedHeaders(Fault.INCOMPLETE_QUERY, value(parameters, "X-Amz-SignedHeaders")),
        value(parameters, "X-Amz-Signature"),
        timestamp,
        time(Fault.INCOMPLETE_QUERY, timestamp),
        parameters.get("X-Amz-Security-Token"),
        true,
        validity(parameters.get("X-Amz-Expires")));
  }

  private static String value(Map<String, String> parameters, String name) {
    return parameters.getOrDefault(name, "");
  }

  private RuntimeException missing(String parameter) {
    return Fault.INCOMPLETE_QUERY.in(
        dialect,
        dialect == Dialect.S3
            ? "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and"
                + " X-Amz-Expires parameters."
            : "AWS query-string parameters must include '"
                + parameter
                + "'. Re-examine the query-string parameters.");
  }

  /// S3 demands it; elsewhere a presigned request without it lasts as long as any other.
  private @Nullable Duration validity(@Nullable String seconds) {
    if (seconds == null) {
      if (dialect == Dialect.S3) {
        throw missing("X-Amz-Expires");
      }
      return null;
    }
    long value;
    try {
      value = Long.parseLong(seconds);
    } catch (NumberFormatException e) {
      throw Fault.INCOMPLETE_QUERY.in(dialect, "X-Amz-Expires should be a number");
    }
    if (value < 1) {
      throw Fault.INCOMPLETE_QUERY.in(dialect, "X-Amz-Expires must be non-negative");
    }
    if (value > WEEK_SECONDS) {
      throw Fault.INCOMPLETE_QUERY.in(
          dialect,
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
              + " must be less than 604800 seconds");
    }
    return Duration.ofSeconds(value);
  }

  private Credential credential(Fault fault, String text) {
    return Credential.parse(text)
        .orElseThrow(
            () ->
                fault.in(
                    dialect,
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/aws4_request"));
  }

  private List<String> signedHeaders(Fault fault, String text) {
    var names = new ArrayList<String>();
    for (var name : text.split(";", -1)) {
      if (name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT)) || names.contains(name)) {
        throw fault.in(
            dialect, "SignedHeaders must be distinct lower-case names, delimited by ';'");
      }
      names.add(name);
      if (names.size() > 256) {
        throw fault.in(dialect, "SignedHeaders: more than 256 names");
      }
    }
    return names;
  }

  private @Nullable String headerTimestamp() {
    var own = request.headers().first("X-Amz-Date").orElse(null);
    if (own != null) {
      return own;
    }
    var date = request.headers().first("Date").orElse(null);
    if (date == null) {
      return null;
    }
    try {
      return timestamp(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return date; // some clients write the timestamp's own form
    }
  }

  private Instant time(Fault fault, String timestamp) {
    try {
      return Instant.from(TIMESTAMP.parse(timestamp));
    } catch (DateTimeException e) {
      throw fault.in(
          dialect,
          "Date must be in ISO-8601 'basic format', such as 20261121T040506Z. Got '"
              + timestamp
              + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }
  }

  /// What was sent, so that its sender knows it again and nobody learns a secret from a log.
  private static String hashed(String authorization) {
    var hash = Digests.sha256(authorization.getBytes(StandardCharsets.UTF_8));
    return "(Hashed with SHA-256 and encoded with Base64) Authorization="
        + Base64.getEncoder().encodeToString(hash);
  }
}
