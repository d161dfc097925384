package dev.hearth.wire.signature;

import java.util.Optional;

/// Who claims to have signed, and for what: `AKIA…/20261121/us-east-1/lambda/aws4_request`.
record Credential(String accessKeyId, CredentialScope scope) {
  /// Nothing where `text` has not five parts, the last of them `aws4_request`.
  static Optional<Credential> parse(String text) {
    var parts = text.split("/", -1);
    return parts.length == 5 && parts[4].equals(CredentialScope.TERMINATOR) && !parts[0].isEmpty()
        ? Optional.of(new Credential(parts[0], new CredentialScope(parts[1], parts[2], parts[3])))
        : Optional.empty();
  }
}
