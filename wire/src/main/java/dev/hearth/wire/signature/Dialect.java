package dev.hearth.wire.signature;

/// How services word the refusal of a signature; it differs by the protocol that they speak.
public enum Dialect {
  /// awsJson 1.0 and 1.1 (DynamoDB, Logs, KMS): `UnrecognizedClientException`, status 400.
  AWS_JSON,
  /// restJson1 (Lambda, API Gateway): `UnrecognizedClientException`, status 403.
  REST_JSON,
  /// query and restXml but for S3 (IAM, STS, SNS): `InvalidClientTokenId`, status 403.
  QUERY,
  /// S3: `InvalidAccessKeyId`, status 403.
  S3
}
