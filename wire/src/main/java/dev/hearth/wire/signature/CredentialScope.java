package dev.hearth.wire.signature;

import dev.hearth.wire.http.HttpRequest;
import java.util.Optional;

/// What a signing key is good for: one day, one region, one service.
///
/// @param date `yyyyMMdd`, UTC
/// @param region such as `us-east-1`
/// @param service the signing name, such as `lambda`
public record CredentialScope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  private static final String IN_HEADER = "Credential=";
  private static final String IN_QUERY = "X-Amz-Credential=";

  /// What the request claims to be signed for, not yet verified; it tells which service is meant.
  /// Empty where the request has no signature, or one whose credential cannot be read.
  public static Optional<CredentialScope> of(HttpRequest request) {
    return credential(request).flatMap(Credential::parse).map(Credential::scope);
  }

  /// Whether the request carries a signature at all, good or bad.
  public static boolean isSigned(HttpRequest request) {
    return request.headers().contains("Authorization")
        || request.rawQuery().contains("X-Amz-Signature=")
        || request.rawQuery().contains("X-Amz-Algorithm=")
        || request.rawQuery().contains(Claims.IN_QUERY_OF_VERSION_2);
  }

  private static Optional<String> credential(HttpRequest request) {
    var header = request.headers().first("Authorization", "");
    int inHeader = header.indexOf(IN_HEADER);
    if (inHeader >= 0) {
      int start = inHeader + IN_HEADER.length();
      int end = header.indexOf(',', start);
      return Optional.of(header.substring(start, end < 0 ? header.length() : end).strip());
    }
    for (var parameter : request.rawQuery().split("&", -1)) {
      if (parameter.startsWith(IN_QUERY)) {
        return Optional.of(UriEncoding.decode(parameter.substring(IN_QUERY.length())));
      }
    }
    return Optional.empty();
  }

  /// As strings to sign have it: `20261121/us-east-1/lambda/aws4_request`.
  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
