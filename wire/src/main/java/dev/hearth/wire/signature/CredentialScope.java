package dev.hearth.wire.signature;

import dev.hearth.wire.http.HttpRequest;
import java.util.Optional;

/// What a signing key is good for: one day, one region, one service.
///
/// @param date `yyyyMMdd`, UTC
/// @param region such as `us-east-1`
/// @param service the signing name, such as `lambda`
public record CredentialScope(String date, String region, String service) {
  private static final String IN_QUERY = "X-Amz-Credential=";

  /// What the request claims to be signed for, not yet verified; it tells which service is meant.
  /// Empty where the request has no signature, or one whose credential cannot be read.
  public static Optional<CredentialScope> of(HttpRequest request) {
    return credential(request).flatMap(CredentialScope::parse);
  }

  /// Whether the request carries a signature at all, good or bad.
  public static boolean isSigned(HttpRequest request) {
    return request.headers().contains("Authorization")
        || request.rawQuery().contains("X-Amz-Signature=")
        || request.rawQuery().contains("X-Amz-Algorithm=");
  }

  private static Optional<String> credential(HttpRequest request) {
    var header = request.headers().first("Authorization", "");
    int inHeader = header.indexOf("Credential=");
    if (inHeader >= 0) {
      var rest = header.substring(inHeader + "Credential=".length());
      int end = rest.indexOf(',');
      return Optional.of((end < 0 ? rest : rest.substring(0, end)).strip());
    }
    for (var parameter : request.rawQuery().split("&", -1)) {
      if (parameter.startsWith(IN_QUERY)) {
        return Optional.of(parameter.substring(IN_QUERY.length()).replaceAll("(?i)%2f", "/"));
      }
    }
    return Optional.empty();
  }

  /// Reads `AKIA…/20261121/us-east-1/lambda/aws4_request`; a key id has no slash.
  private static Optional<CredentialScope> parse(String credential) {
    var parts = credential.split("/", -1);
    return parts.length == 5 && parts[4].equals("aws4_request")
        ? Optional.of(new CredentialScope(parts[1], parts[2], parts[3]))
        : Optional.empty();
  }
}
