package dev.hearth.wire.protocol;

/// How a tree of members becomes bytes.
enum Encoding {
  /// JSON; timestamps are seconds with a fraction, or as their member says.
  JSON,
  /// CBOR as rpcv2Cbor has it; timestamps are seconds with a fraction.
  CBOR,
  /// CBOR as it was used beside awsJson before; timestamps are whole milliseconds.
  AWS_CBOR
}
