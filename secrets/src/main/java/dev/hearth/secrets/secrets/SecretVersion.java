package dev.hearth.secrets.secrets;

import dev.hearth.kernel.Payload;
import java.time.Instant;

/// A value of a secret, encrypted.
///
/// @param id the client's request token
/// @param sealed by the secret's key
/// @param text whether it was given as text
public record SecretVersion(String id, Payload sealed, boolean text, Instant created) {}
