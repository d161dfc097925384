package dev.hearth.wire.protocol;

import java.util.Map;

/// Errors that any service can give and that no model has. JSON services name them one way, query
/// services another, S3 a third. Hearth's parts throw them by their JSON names. Sources: IAM API
/// Reference, "Common Errors"; S3 API Reference, "Error responses".
final class CommonErrors {
  private static final Map<String, String> QUERY =
      Map.ofEntries(
          Map.entry("AccessDeniedException", "AccessDenied"),
          Map.entry("ExpiredTokenException", "ExpiredToken"),
          Map.entry("IncompleteSignatureException", "IncompleteSignature"),
          Map.entry("InternalServerException", "InternalFailure"),
          Map.entry("InvalidSignatureException", "SignatureDoesNotMatch"),
          Map.entry("MissingAuthenticationTokenException", "MissingAuthenticationToken"),
          Map.entry("RequestEntityTooLargeException", "RequestEntityTooLarge"),
          Map.entry("SerializationException", "MalformedInput"),
          Map.entry("ServiceUnavailableException", "ServiceUnavailable"),
          Map.entry("ThrottlingException", "Throttling"),
          Map.entry("UnknownOperationException", "InvalidAction"),
          Map.entry("UnrecognizedClientException", "InvalidClientTokenId"),
          Map.entry("ValidationException", "ValidationError"));

  private static final Map<String, String> S3 =
      Map.ofEntries(
          Map.entry("IncompleteSignatureException", "AuthorizationHeaderMalformed"),
          Map.entry("InternalFailure", "InternalError"),
          Map.entry("InternalServerException", "InternalError"),
          Map.entry("MissingAuthenticationTokenException", "AccessDenied"),
          Map.entry("RequestEntityTooLargeException", "EntityTooLarge"),
          Map.entry("SerializationException", "MalformedXML"),
          Map.entry("ServiceUnavailableException", "ServiceUnavailable"),
          Map.entry("ThrottlingException", "SlowDown"),
          Map.entry("UnknownOperationException", "MethodNotAllowed"),
          Map.entry("UnrecognizedClientException", "InvalidAccessKeyId"),
          Map.entry("ValidationException", "InvalidArgument"));

  private CommonErrors() {}

  static String inQuery(String code) {
    return QUERY.getOrDefault(code, code);
  }

  static String inS3(String code) {
    return S3.getOrDefault(code, inQuery(code));
  }
}
