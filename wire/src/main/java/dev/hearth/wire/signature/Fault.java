package dev.hearth.wire.signature;

import dev.hearth.kernel.ServiceException;

/// What can be wrong with a signature, with the code that each [Dialect] has for it.
///
/// Sources: "Common error types" in the API references of IAM, Lambda and DynamoDB; "Error
/// responses" in the API reference of S3.
enum Fault {
  NOT_SIGNED("MissingAuthenticationToken", 403, "AccessDenied", 403),
  INCOMPLETE("IncompleteSignature", 400, "AuthorizationHeaderMalformed", 400),
  INCOMPLETE_QUERY("IncompleteSignature", 400, "AuthorizationQueryParametersError", 400),
  UNSUPPORTED("IncompleteSignature", 400, "InvalidRequest", 400),
  TWO_SIGNATURES("IncompleteSignature", 400, "InvalidArgument", 400),
  UNKNOWN_KEY("InvalidClientTokenId", 403, "InvalidAccessKeyId", 403),
  WRONG_TOKEN("InvalidClientTokenId", 403, "InvalidToken", 400),
  EXPIRED_TOKEN("ExpiredToken", 403, "ExpiredToken", 400),
  MISMATCH("SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403),
  NOT_COVERED("SignatureDoesNotMatch", 403, "AccessDenied", 403),
  SKEWED("SignatureDoesNotMatch", 403, "RequestTimeTooSkewed", 403),
  EXPIRED("RequestExpired", 400, "AccessDenied", 403),
  OTHER_CONTENT("SignatureDoesNotMatch", 403, "XAmzContentSHA256Mismatch", 400);

  private final String queryCode;
  private final int queryStatus;
  private final String s3Code;
  private final int s3Status;

  Fault(String queryCode, int queryStatus, String s3Code, int s3Status) {
    this.queryCode = queryCode;
    this.queryStatus = queryStatus;
    this.s3Code = s3Code;
    this.s3Status = s3Status;
  }

  /// The refusal in the words of `dialect`.
  ServiceException in(Dialect dialect, String message) {
    return switch (dialect) {
      case AWS_JSON -> new ServiceException(jsonCode(), 400, message);
      case REST_JSON -> new ServiceException(jsonCode(), 403, message);
      case QUERY -> new ServiceException(queryCode, queryStatus, message);
      case S3 -> new ServiceException(s3Code, s3Status, message);
    };
  }

  private String jsonCode() {
    return switch (this) {
      case UNKNOWN_KEY, WRONG_TOKEN -> "UnrecognizedClientException";
      case MISMATCH, NOT_COVERED, SKEWED, EXPIRED, OTHER_CONTENT -> "InvalidSignatureException";
      default -> queryCode + "Exception";
    };
  }
}
