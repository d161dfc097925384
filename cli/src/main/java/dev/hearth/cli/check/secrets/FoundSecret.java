package dev.hearth.cli.check.secrets;

/// Where a secret is in a text.
///
/// @param kind such as `an access key of AWS`
/// @param start of its first character
/// @param end behind its last character
public record FoundSecret(String kind, int start, int end) {
  public boolean overlaps(FoundSecret other) {
    return start < other.end && other.start < end;
  }
}
