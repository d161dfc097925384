/// Secrets Manager: secrets with their versions, encrypted by KMS keys.
///
/// Start with [dev.hearth.secrets.secrets.SecretTable] and
/// [dev.hearth.secrets.secrets.SecretValues]. This package must not know how keys are kept.
@NullMarked
package dev.hearth.secrets.secrets;

import org.jspecify.annotations.NullMarked;
